package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class CniVersionTest {
    @ParameterizedTest
    @EnumSource(CniVersion.class)
    void readsWhatItWrites(CniVersion version) {
        assertSame(version, CniVersion.parse(version.text()));
    }

    @Test
    void takesNoVersionForTheFirst() {
        assertSame(CniVersion.V0_1_0, CniVersion.parse(null));
        assertSame(CniVersion.V0_1_0, CniVersion.parse(""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"9.9.9", "0.3", "1.1", "v1.0.0", "1.0.0 ", "1.2.0", "latest"})
    void refusesOtherVersionsAndNamesItsOwn(String text) {
        CniException e = assertThrows(CniException.class, () -> CniVersion.parse(text));

        assertEquals(1, e.code());
        assertEquals("incompatible CNI versions", e.msg());
        assertEquals(
                "config is \""
                        + text
                        + "\", plugin supports [\"0.1.0\" \"0.2.0\" \"0.3.0\" \"0.3.1\" \"0.4.0\""
                        + " \"1.0.0\" \"1.1.0\"]",
                e.details());
    }

    @Test
    void knowsWhenVerbsCame() {
        assertTrue(CniVersion.V0_1_0.allows(Command.ADD));
        assertTrue(CniVersion.V0_1_0.allows(Command.DEL));
        assertFalse(CniVersion.V0_3_1.allows(Command.CHECK));
        assertTrue(CniVersion.V0_4_0.allows(Command.CHECK));
        assertFalse(CniVersion.V1_0_0.allows(Command.GC));
        assertTrue(CniVersion.V1_1_0.allows(Command.GC));
        assertFalse(CniVersion.V1_0_0.allows(Command.STATUS));
        assertTrue(CniVersion.V1_1_0.allows(Command.STATUS));
    }

    @Test
    void answersTheVersionVerb() {
        assertEquals(
                "{\"cniVersion\":\"1.1.0\",\"supportedVersions\":[\"0.1.0\",\"0.2.0\",\"0.3.0\","
                        + "\"0.3.1\",\"0.4.0\",\"1.0.0\",\"1.1.0\"]}",
                CniVersion.versionResult().toString());
    }
}
