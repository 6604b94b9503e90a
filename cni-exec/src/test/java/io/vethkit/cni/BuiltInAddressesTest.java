package io.vethkit.cni;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

class BuiltInAddressesTest {
    @Test
    void givesOutWhatTheEnisHaveForPodsIfThereAreNoRanges(@TempDir Path stateDir)
            throws IOException {
        String members =
                """
                "stateDir":"%s","ipam":{"type":"vethkit"},
                "node":{"primaryAddress":"10.0.1.4/24","addresses":["10.0.1.9"],
                  "enis":[{"deviceNumber":1,"name":"eth1","address":"10.0.2.4/24",
                    "addresses":["10.0.2.16/31"]}]}\
                """
                        .formatted(stateDir);
        NetConf conf = Requests.conf(members);
        BuiltInAddresses addresses = new BuiltInAddresses(conf, conf.ipam());
        List<String> given = new ArrayList<>();

        for (int i = 0; i < 3; i++) {
            given.add(
                    addresses
                            .add(request(i, members), List.of())
                            .getFirst()
                            .addresses()
                            .getFirst()
                            .toString());
        }

        assertEquals(List.of("10.0.1.9", "10.0.2.16", "10.0.2.17"), given);
        assertEquals(
                ErrorCodes.TRY_AGAIN_LATER,
                assertThrows(
                                CniException.class,
                                () -> addresses.add(request(3, members), List.of()))
                        .code());
    }

    private static CniRequest request(int container, String members) {
        Map<String, String> variables = Requests.variables("ADD");
        variables.put("CNI_CONTAINERID", "c" + container);
        return CniRequest.read(variables, Requests.stdin(Requests.config(members)));
    }
}
