package io.vethkit.bench;

import io.vethkit.cni.Skel;
import io.vethkit.cni.VethkitPlugin;
import io.vethkit.netns.NetworkNamespace;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Existing pods of our own kind in the network namespace of this process: ADD after ADD by the
 * plugin's engine, each for a new namespace, without a process for each.
 *
 * <p>The argument is a file with the plugin's configuration. Each line of standard input is a
 * number of pods; when there are that many, it is printed. The pods last as long as this program,
 * which ends with its input.
 */
public final class OwnCrowd {
    private final Skel skel = new Skel("crowd", new VethkitPlugin());
    private final List<NetworkNamespace> pods = new ArrayList<>();
    private final byte[] config;

    private OwnCrowd(byte[] config) {
        this.config = config;
    }

    /** Adds pods as told. */
    public static void main(String[] arguments) throws IOException {
        OwnCrowd crowd = new OwnCrowd(Files.readAllBytes(Path.of(arguments[0])));
        BufferedReader orders =
                new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        String order = orders.readLine();
        while (order != null) {
            crowd.growTo(Integer.parseInt(order));
            System.out.println(order);
            order = orders.readLine();
        }
    }

    private void growTo(int size) throws IOException {
        while (pods.size() < size) {
            pods.add(NetworkNamespace.createAnonymous());
            add(pods.size() - 1);
        }
    }

    private void add(int number) {
        Map<String, String> call = new HashMap<>();
        call.put("CNI_COMMAND", "ADD");
        call.put("CNI_CONTAINERID", "existing" + number);
        call.put("CNI_NETNS", pathOf(pods.get(number)));
        call.put("CNI_IFNAME", "eth0");
        call.put("CNI_PATH", "/nowhere");
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        int status = skel.run(call, new ByteArrayInputStream(config), answer, System.err);
        if (status != 0) {
            throw new IllegalStateException(answer.toString(StandardCharsets.UTF_8));
        }
    }

    private static String pathOf(NetworkNamespace pod) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + pod.fd().number();
    }
}
