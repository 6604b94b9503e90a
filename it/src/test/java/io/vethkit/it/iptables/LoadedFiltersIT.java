package io.vethkit.it.iptables;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.vethkit.iptables.FilterBackend;
import io.vethkit.iptables.LoadedFilters;
import io.vethkit.it.ThrowawayNetns;
import io.vethkit.it.Tool;
import io.vethkit.netns.NetworkNamespace;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.io.IOException;
import java.util.List;

/** What a namespace has, seen without changing it. */
@ExtendWith(ThrowawayNetns.class)
class LoadedFiltersIT {
    @Test
    void seesNothingWhereNothingIsAndMakesNothing() throws IOException {
        LoadedFilters loaded = LoadedFilters.of(null);

        assertTrue(loaded.nfTables());
        assertTrue(loaded.natTogether());
        assertEquals(List.of(), loaded.iptablesNft());
        assertEquals(List.of(), loaded.iptablesLegacy());
        assertNull(loaded.kubernetes());
        assertEquals("", Flavour.NFT.tables());
        assertEquals("", Flavour.LEGACY.tables());
    }

    @ParameterizedTest
    @EnumSource
    void seesWhatKubeletUses(Flavour flavour) throws IOException {
        flavour.iptables("-t mangle -N KUBE-IPTABLES-HINT");
        flavour.ip6tables("-A FORWARD -j ACCEPT");
        flavour.iptables("-t nat -S");

        LoadedFilters loaded = LoadedFilters.of(null);

        boolean legacy = flavour == Flavour.LEGACY;
        List<String> used = List.of("ip mangle", "ip6 filter");
        assertEquals(legacy ? List.of() : used, loaded.iptablesNft());
        assertEquals(legacy ? used : List.of(), loaded.iptablesLegacy());
        assertSame(
                legacy ? FilterBackend.IPTABLES_LEGACY : FilterBackend.IPTABLES_NFT,
                loaded.kubernetes());
        assertSame(FilterBackend.NFTABLES, loaded.preferred());
    }

    @Test
    void seesWhatKubeProxyUses() throws IOException {
        Tool.nft("add table ip kube-proxy; add chain ip kube-proxy services");

        assertSame(FilterBackend.NFTABLES, LoadedFilters.of(null).kubernetes());
    }

    @Test
    void looksIntoAnotherNamespace() throws IOException {
        try (NetworkNamespace other = NetworkNamespace.createAnonymous()) {
            other.call(() -> Flavour.LEGACY.iptables("-t nat -N OTHERS"));

            assertEquals(List.of("ip nat"), LoadedFilters.of(other).iptablesLegacy());
            assertEquals(List.of(), LoadedFilters.of(null).iptablesLegacy());
        }
    }
}
