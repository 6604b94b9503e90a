package io.vethkit.iptables;

import io.vethkit.netlink.IpAddress;

/** What iptables does with a packet: {@code -j}. */
public sealed interface XtTarget {
    /** Returns it as {@code iptables -S} prints it, without {@code -j}. */
    String text();

    /** {@code ACCEPT}, {@code DROP} or {@code RETURN}. */
    enum Verdict implements XtTarget {
        ACCEPT(NfTables.NF_ACCEPT, -2),
        DROP(NfTables.NF_DROP, -1),
        RETURN(NfTables.NFT_RETURN, -5);

        final int code;

        /** Its number in legacy tables: {@code -NF_ACCEPT - 1}, {@code XT_RETURN}. */
        final int legacyCode;

        Verdict(int code, int legacyCode) {
            this.code = code;
            this.legacyCode = legacyCode;
        }

        @Override
        public String text() {
            return name();
        }
    }

    /**
     * A jump.
     *
     * @param chain where to
     */
    record Jump(String chain) implements XtTarget {
        @Override
        public String text() {
            return chain;
        }
    }

    /**
     * {@code CONNMARK}.
     *
     * @param mode what is copied where
     * @param value of {@code SET}, the bits to invert after those of the mask are cleared
     * @param ctmask the bits of the connection's mark
     * @param nfmask the bits of the packet's mark; of {@code SET}, all
     */
    record Connmark(Mode mode, int value, int ctmask, int nfmask) implements XtTarget {
        /** What is copied where. */
        public enum Mode {
            // XT_CONNMARK_… of include/uapi/linux/netfilter/xt_connmark.h
            SET(0),
            SAVE(1),
            RESTORE(2);

            final int number;

            Mode(int number) {
                this.number = number;
            }
        }

        /** {@code --set-xmark value/mask}. */
        public static Connmark set(int value, int mask) {
            return new Connmark(Mode.SET, value, mask, -1);
        }

        /** {@code --restore-mark --nfmask mask --ctmask mask}. */
        public static Connmark restore(int mask) {
            return new Connmark(Mode.RESTORE, 0, mask, mask);
        }

        @Override
        public String text() {
            if (mode == Mode.SET) {
                return "CONNMARK --set-xmark " + hex(value) + '/' + hex(ctmask);
            }
            String verb = mode == Mode.SAVE ? "--save-mark" : "--restore-mark";
            return "CONNMARK " + verb + " --nfmask " + hex(nfmask) + " --ctmask " + hex(ctmask);
        }
    }

    /**
     * {@code MARK --set-xmark value/mask}.
     *
     * @param value the bits to invert after those of the mask are cleared
     * @param mask the bits to clear
     */
    record Mark(int value, int mask) implements XtTarget {
        @Override
        public String text() {
            return "MARK --set-xmark " + hex(value) + '/' + hex(mask);
        }
    }

    /**
     * {@code SNAT --to-source}.
     *
     * @param source the address packets get
     * @param ports how their ports are chosen
     */
    record Snat(IpAddress source, Ports ports) implements XtTarget {
        /** How source ports are chosen. */
        public enum Ports {
            // NF_NAT_RANGE_… of include/uapi/linux/netfilter/nf_nat.h
            /** As they are if free. */
            KEPT("", 0),
            /** By a hash: {@code --random}. */
            RANDOM(" --random", 1 << 2),
            /** By a generator of random numbers: {@code --random-fully}. */
            RANDOM_FULLY(" --random-fully", 1 << 4);

            final String text;
            final int flag;

            Ports(String text, int flag) {
                this.text = text;
                this.flag = flag;
            }
        }

        @Override
        public String text() {
            return "SNAT --to-source " + source + ports.text;
        }
    }

    /**
     * {@code REJECT} with the default: port unreachable.
     *
     * @param v6 whether of IPv6
     */
    record Reject(boolean v6) implements XtTarget {
        @Override
        public String text() {
            return "REJECT --reject-with " + (v6 ? "icmp6" : "icmp") + "-port-unreachable";
        }
    }

    private static String hex(int mark) {
        return "0x" + Integer.toHexString(mark);
    }
}
