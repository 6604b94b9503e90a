package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class AttachmentRecordTest {
    @Test
    void namesTheHolderOfALink() {
        String alias = AttachmentRecord.aliasOf("net", new Attachment("c1", "eth0"));

        assertEquals("vethkit:net/c1:eth0", alias);
    }

    @ParameterizedTest
    @CsvSource({
        "net,c1,eth0",
        "n,c,e",
        "aws-cni,3f2504e04f8911d39a0c0305e82c3301,eth0",
        "my_net.2,c_1.a-b,mNicIf1",
        "net,c1,eth0.107",
        "net,c1,.tmp",
        "net,c1,fifteen-letters",
    })
    void findsTheHolderByItsAlias(String network, String containerId, String ifName) {
        Attachment attachment = new Attachment(containerId, ifName);

        String alias = AttachmentRecord.aliasOf(network, attachment);

        AttachmentRecord.Holder holder = new AttachmentRecord.Holder(network, attachment);
        assertEquals(holder, AttachmentRecord.holderOf(alias));
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(
            strings = {
                "",
                "uplink",
                "net/c1:eth0",
                " vethkit:net/c1:eth0",
                "Vethkit:net/c1:eth0",
                "vethkit-egress:net/c1:eth0",
                "vethkit",
                "vethkit:",
                "vethkit:/",
                "vethkit:net",
                "vethkit:net/",
                "vethkit:net/:",
                "vethkit:net/c1",
                "vethkit:net/c1:",
                "vethkit:net/:eth0",
                "vethkit:c1:eth0",
                "vethkit:net/more/c1:eth0",
                "vethkit:net/../c1:eth0",
                "vethkit:net/c1:eth0/x",
                "vethkit:net/c1:eth0:1",
                "vethkit:net/c1:eth0 ",
                "vethkit:net/c 1:eth0",
                "vethkit:net/.c1:eth0",
                "vethkit:net/c1:sixteen-letters-",
            })
    void findsNobodyByTheAliasesOfOthers(String alias) {
        assertNull(AttachmentRecord.holderOf(alias));
    }
}
