package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.MacAddress;
import io.vethkit.podnet.Branch;
import io.vethkit.podnet.EnforcingMode;
import io.vethkit.podnet.PodAttachment;
import io.vethkit.podnet.PodInterface;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

class AttachmentStoreTest {
    private static final Attachment POD = new Attachment("c1", "eth0");
    private static final AttachmentRecord RECORD =
            new AttachmentRecord(
                    new PodAttachment(
                            List.of(
                                    on("eth0", "enicc21c2d7785", 0, 2, "10.0.1.7", "2001:db8::7"),
                                    on("mNicIf1", "enia0b7655f3c9", 1, 10101, "10.0.3.9")),
                            null),
                    "/run/netns/pod \"1\"",
                    "vethkit:net/c1:eth0",
                    "default/sample-pod",
                    "boot\n4:4026531840\n");
    private static final AttachmentRecord ON_BRANCH =
            new AttachmentRecord(
                    new PodAttachment(
                            List.of(on("eth0", "vlancc21c2d7785", 0, 107, "10.0.9.5")),
                            new Branch(
                                    7,
                                    MacAddress.parse("02:00:00:00:00:03"),
                                    "eth2",
                                    List.of(IpAddress.parse("10.0.9.1")),
                                    EnforcingMode.STRICT)),
                    "/run/netns/pod",
                    "vethkit:net/c1:eth0",
                    null,
                    "");

    private static PodInterface on(
            String ifName, String hostVeth, int index, int table, String... texts) {
        List<IpAddress> addresses = new ArrayList<>();
        for (String text : texts) {
            addresses.add(IpAddress.parse(text));
        }
        MacAddress hostMac = MacAddress.parse("02:00:00:00:00:01");
        MacAddress podMac = MacAddress.parse("02:00:00:00:00:02");
        return new PodInterface(ifName, hostVeth, hostMac, podMac, addresses, index, table, 9001);
    }

    @TempDir Path state;
    private AttachmentStore store;

    @BeforeEach
    void open() {
        store = new AttachmentStore(state.toString(), "net");
    }

    @Test
    void knowsNothingAtFirst() throws IOException {
        assertFalse(store.has(POD));
        assertNull(store.find(POD));
        assertEquals(List.of(), store.list());
        store.remove(POD);
    }

    @Test
    void beginsOnce() throws IOException {
        assertTrue(store.begin(POD));

        assertFalse(store.begin(POD));
        assertTrue(store.has(POD));
        assertNull(store.find(POD));
        assertEquals(List.of(POD), store.list());
    }

    @Test
    void findsWhatWasPutOnRecord() throws IOException {
        store.begin(POD);

        store.complete(POD, RECORD);

        assertEquals(RECORD, store.find(POD));
        assertEquals(List.of("c1:eth0"), files());
    }

    @Test
    void findsAPodOnABranchEniAgain() throws IOException {
        store.begin(POD);

        store.complete(POD, ON_BRANCH);

        assertEquals(ON_BRANCH, store.find(POD));
    }

    @Test
    void doesNotBringARecordBackByEmptyingIt() throws IOException {
        store.empty(POD);

        assertFalse(store.has(POD));
    }

    @Test
    void keepsAnEmptiedRecordUntilItIsRemoved() throws IOException {
        store.begin(POD);
        store.complete(POD, RECORD);

        store.empty(POD);

        assertTrue(store.has(POD));
        assertNull(store.find(POD));
        store.remove(POD);
        assertEquals(List.of(), files());
    }

    @Test
    void removesWhatAKilledAddWasWriting() throws IOException {
        store.begin(POD);
        Files.writeString(directory().resolve(".c1:eth0.tmp"), "{");
        assertEquals(List.of(POD), store.list());

        store.remove(POD);

        assertEquals(List.of(), files());
    }

    @Test
    void tellsInterfacesOfOneContainerApart() throws IOException {
        Set<Attachment> all = new HashSet<>();
        for (String name : List.of("eth0", "eth0.tmp", "net1", ".tmp", "e-_0")) {
            Attachment each = new Attachment("c1", name);
            all.add(each);
            assertTrue(store.begin(each), name);
            store.complete(each, RECORD);
        }

        assertEquals(all, new HashSet<>(store.list()));
    }

    @Test
    void doesNotTakeTheFilesOfOthersForAttachments() throws IOException {
        store.begin(POD);
        for (String name : List.of("README", ".x:eth0.tmp", "a b:eth0", "c1:", ":eth0", "c1:a b")) {
            Files.writeString(directory().resolve(name), "");
        }

        assertEquals(List.of(POD), store.list());
    }

    @Test
    void keepsNetworksApart() throws IOException {
        store.begin(POD);

        AttachmentStore other = new AttachmentStore(state.toString(), "other");

        assertFalse(other.has(POD));
        assertTrue(other.begin(POD));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{",
                "garbage",
                "[]",
                "null",
                "7",
                "{}",
                "{\"format\":3}",
                "{\"format\":\"x\"}",
                "{\"format\":[]}",
                "\0\0\0\0",
            })
    void saysThatARecordIsUnreadable(String text) throws IOException {
        store.begin(POD);
        Files.writeString(directory().resolve("c1:eth0"), text);

        assertThrows(UnreadableRecordException.class, () -> store.find(POD));
        assertTrue(store.has(POD));
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '`',
            value = {
                "9001,70000",
                "9001,`\"x\"`",
                "`\"10.0.1.7\"`,`\"fd00::1\"`",
                "`\"10.0.1.7\"`,`\"10.0.1\"`",
                "`\"hostMac\"`,`\"mac\"`",
                "`\"alias\"`,`\"label\"`",
                "`\"02:00:00:00:00:01\"`,`{}`",
            })
    void saysThatAFieldIsUnreadable(String right, String wrong) throws IOException {
        store.begin(POD);
        String text = RECORD.toJson();
        assertTrue(text.contains(right), text);
        Files.writeString(directory().resolve("c1:eth0"), text.replace(right, wrong));

        assertThrows(UnreadableRecordException.class, () -> store.find(POD));
    }

    @Test
    void ignoresFieldsItDoesNotKnow() throws IOException {
        store.begin(POD);
        String text = RECORD.toJson().replace("{\"format\":2,", "{\"format\":2,\"more\":[7],");
        Files.writeString(directory().resolve("c1:eth0"), text);

        assertEquals(RECORD, store.find(POD));
    }

    private Path directory() {
        return state.resolve("attachments/net");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory())) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
