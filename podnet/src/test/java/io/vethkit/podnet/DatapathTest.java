package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.vethkit.netlink.Prefix;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatapathTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 254", "0, 1, 2", "0, 3, 4", "0, 251, 252",
        "1, 0, 10100", "1, 1, 10101", "3, 2, 10302", "15, 99, 11599",
    })
    void numbersTablesAsAmazonsDaemonDoes(int networkCard, int deviceNumber, int table) {
        assertEquals(table, Datapath.table(networkCard, deviceNumber));
    }

    @ParameterizedTest
    @CsvSource({"0, -1", "0, 252", "0, 253", "0, 1000", "1, 100", "-1, 0"})
    void refusesADeviceWhoseTableIsAnothers(int networkCard, int deviceNumber) {
        assertThrows(
                IllegalArgumentException.class, () -> Datapath.table(networkCard, deviceNumber));
    }

    @ParameterizedTest
    @CsvSource({"1, 101", "7, 107", "152, 252", "156, 256", "4094, 4194"})
    void numbersTablesOfBranchEnisAsAmazonsPluginDoes(int vlanId, int table) {
        assertEquals(table, Datapath.branchTable(vlanId));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 153, 154, 155, 4095})
    void refusesAVlanThatIsNoneOrWhoseTableIsTheKernels(int vlanId) {
        assertThrows(IllegalArgumentException.class, () -> Datapath.branchTable(vlanId));
    }

    @ParameterizedTest
    @CsvSource({
        "false, 0, 169.254.1.1", "false, 1, 169.254.1.2", "false, 2, 169.254.1.3",
        "true, 0, fe80::1", "true, 1, fe80::2", "true, 2, fe80::3",
    })
    void givesPodsTheGatewaysOfAmazonsPlugin(boolean isV6, int index, String gateway) {
        assertEquals(gateway, Datapath.podGateway(isV6, index).toString());
    }

    @Test
    void findsTheRouterOfASubnet() {
        assertEquals("10.0.16.1", Datapath.subnetGateway(Prefix.parse("10.0.16.0/20")).toString());
        assertEquals(
                "fe80:ec2::1", Datapath.subnetGateway(Prefix.parse("2001:db8::7/64")).toString());
    }
}
