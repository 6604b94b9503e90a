package io.vethkit.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

import java.util.List;

class LoadedFiltersTest {
    @Test
    void prefersTablesOfOurOwnWhateverOthersUse() {
        assertSame(FilterBackend.NFTABLES, loaded(true, true, List.of()).preferred());
        assertSame(FilterBackend.NFTABLES, loaded(true, true, List.of("ip nat")).preferred());
        assertSame(FilterBackend.NFTABLES, loaded(true, false, List.of("ip filter")).preferred());
    }

    @Test
    void prefersLegacyTablesWhereNothingElseWorks() {
        assertSame(FilterBackend.IPTABLES_LEGACY, loaded(false, true, List.of()).preferred());
        assertSame(
                FilterBackend.IPTABLES_LEGACY, loaded(true, false, List.of("ip nat")).preferred());
    }

    private static LoadedFilters loaded(
            boolean nfTables, boolean natTogether, List<String> legacy) {
        return new LoadedFilters(nfTables, natTogether, List.of(), legacy, null);
    }

    @Test
    void readsReleasesOfKernels() {
        assertFalse(LoadedFilters.isNatTogether("4.14.355-275.582.amzn2.x86_64\n"));
        assertFalse(LoadedFilters.isNatTogether("3.10.0"));
        assertTrue(LoadedFilters.isNatTogether("4.18.0-553.el8"));
        assertTrue(LoadedFilters.isNatTogether("5.4.0"));
        assertTrue(LoadedFilters.isNatTogether("10.0"));
        assertEquals("iptables-legacy", FilterBackend.IPTABLES_LEGACY.toString());
    }
}
