package io.vethkit.cli.demo;

import java.util.List;

/**
 * The picture of the node: who is connected to what, through which table. Pure; 80 columns at most.
 *
 * @param pods three: one on the primary ENI, two on the secondary
 */
record Picture(List<Attached> pods) {
    private static final String SOURCE_CHECK =
            "drops a packet whose source is not an address of the ENI it comes from";
    private static final int WIDTH = 79;
    private static final int HEIGHT = 22;
    private static final int PRIMARY = 18;
    private static final int SECONDARY = 52;
    private static final int[] COLUMNS = {PRIMARY, 40, 64};

    /** A pod and the name of its host veth. */
    record Attached(String name, String address, String hostVeth) {}

    List<String> draw() {
        Canvas canvas = new Canvas(WIDTH, HEIGHT);
        outside(canvas);
        node(canvas);
        tables(canvas);
        for (int i = 0; i < pods.size(); i++) {
            pod(canvas, pods.get(i), COLUMNS[i]);
        }
        return canvas.rows();
    }

    private static void outside(Canvas canvas) {
        canvas.centered(PRIMARY, 0, "internet " + SimulatedVpc.INTERNET.address())
                .centered(SECONDARY, 0, "node2 " + SimulatedVpc.NODE2.address())
                .vertical(PRIMARY, 1, 2)
                .vertical(SECONDARY, 1, 2)
                .box(0, 2, WIDTH - 1, 4)
                .text(PRIMARY + 3, 2, " router: the VPC " + SimulatedVpc.CIDR + " ")
                .centered(PRIMARY, 4, " " + SimulatedVpc.gateway(SimulatedVpc.PRIMARY_ENI) + " ")
                .centered(
                        SECONDARY, 4, " " + SimulatedVpc.gateway(SimulatedVpc.SECONDARY_ENI) + " ")
                .text(2, 3, SOURCE_CHECK);
    }

    private static void node(Canvas canvas) {
        canvas.vertical(PRIMARY, 4, 7)
                .vertical(SECONDARY, 4, 7)
                .box(0, 6, WIDTH - 1, 17)
                .text(2, 6, " node ")
                .centered(PRIMARY, 8, "eth0 " + SimulatedVpc.PRIMARY_ENI.address())
                .centered(SECONDARY, 8, "eth1 " + SimulatedVpc.SECONDARY_ENI.address())
                .centered(PRIMARY, 9, "primary ENI: table main")
                .centered(SECONDARY, 9, "secondary ENI: table 2");
    }

    /** Which way packets of pods take, by the rules' priorities. */
    private static void tables(Canvas canvas) {
        int bypass = PRIMARY + 10;
        int join = 14;
        canvas.vertical(PRIMARY, 9, 16)
                .vertical(SECONDARY, 9, join)
                .horizontal(bypass, SECONDARY, join)
                .vertical(bypass, 10, join)
                .horizontal(PRIMARY, bypass, 10)
                .horizontal(COLUMNS[1], COLUMNS[2], join)
                .vertical(COLUMNS[1], join, 16)
                .vertical(COLUMNS[2], join, 16)
                .text(bypass + 2, 11, "1024 mark 0x80:")
                .text(bypass + 2, 12, "off the VPC, with")
                .text(bypass + 2, 13, "SNAT to " + SimulatedVpc.PRIMARY_ENI.address())
                .text(SECONDARY + 2, 11, "1536 from the pod:")
                .text(SECONDARY + 2, 12, "within the VPC")
                .text(2, 12, "512 to a pod:")
                .text(2, 13, "main, its veth");
    }

    private static void pod(Canvas canvas, Attached pod, int x) {
        canvas.centered(x, 16, pod.hostVeth())
                .vertical(x, 16, 19)
                .box(x - 9, 19, x + 9, 21)
                .centered(x, 20, pod.name() + " " + pod.address());
    }
}
