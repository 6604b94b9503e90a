package io.vethkit.podnet;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatapathTest {
    @ParameterizedTest
    @CsvSource({"0, 254", "1, 2", "3, 4", "251, 252"})
    void numbersTablesAsAmazonsDaemonDoes(int deviceNumber, int table) {
        assertEquals(table, Datapath.table(deviceNumber));
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 252, 253, 1000})
    void refusesADeviceWhoseTableIsTheKernels(int deviceNumber) {
        assertThrows(IllegalArgumentException.class, () -> Datapath.table(deviceNumber));
    }

    @Test
    void givesPodsTheGatewayOfAmazonsPlugin() {
        assertEquals("169.254.1.1", Datapath.POD_GATEWAY.toString());
    }
}
