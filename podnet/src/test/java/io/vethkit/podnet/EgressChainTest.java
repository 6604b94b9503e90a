package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

class EgressChainTest {
    @Test
    void isNamedAsAmazonsEgressCniNamesIt() {
        assertEquals(
                "CNI-E4-5740307710ebfd5fb24f5",
                EgressChain.name("aws-cni", "containerId-123", false));
        assertEquals(
                "CNI-E6-e335b08ae90730d0a659a",
                EgressChain.name("aws-cni", "containerId-789", true));
    }

    @Test
    void sharesItsCommentWithAmazons() {
        assertEquals(
                "name: \"aws-cni\" id: \"containerId-123\"",
                EgressChain.comment("aws-cni", "containerId-123"));
    }

    @Test
    void hashesAsTheJdkDoes() throws NoSuchAlgorithmException {
        for (int length = 0; length < 300; length++) {
            byte[] text = "x".repeat(length).getBytes(StandardCharsets.UTF_8);
            byte[] expected = MessageDigest.getInstance("SHA-512").digest(text);

            StringBuilder hash = new StringBuilder();
            for (long part : Sha512.hash(text)) {
                hash.append(HexFormat.of().toHexDigits(part));
            }

            assertEquals(HexFormat.of().formatHex(expected), hash.toString(), length + " bytes");
        }
    }
}
