package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/fib_rules.h}. */
public final class FibRules {
    public static final int FR_ACT_UNSPEC = 0;
    public static final int FR_ACT_TO_TBL = 1;
    public static final int FR_ACT_GOTO = 2;
    public static final int FR_ACT_NOP = 3;
    public static final int FR_ACT_BLACKHOLE = 6;
    public static final int FR_ACT_UNREACHABLE = 7;
    public static final int FR_ACT_PROHIBIT = 8;

    static final int FIB_RULE_INVERT = 0x2;

    static final int FRA_DST = 1;
    static final int FRA_SRC = 2;
    static final int FRA_IIFNAME = 3;
    static final int FRA_GOTO = 4;
    static final int FRA_PRIORITY = 6;
    static final int FRA_FWMARK = 10;
    static final int FRA_FLOW = 11;
    static final int FRA_TUN_ID = 12;
    static final int FRA_SUPPRESS_IFGROUP = 13;
    static final int FRA_SUPPRESS_PREFIXLEN = 14;
    static final int FRA_TABLE = 15;
    static final int FRA_FWMASK = 16;
    static final int FRA_OIFNAME = 17;
    static final int FRA_L3MDEV = 19;
    static final int FRA_UID_RANGE = 20;
    static final int FRA_PROTOCOL = 21;
    static final int FRA_IP_PROTO = 22;
    static final int FRA_SPORT_RANGE = 23;
    static final int FRA_DPORT_RANGE = 24;

    private FibRules() {}

    static String ruleAttribute(int type) {
        return switch (type) {
            case FRA_DST -> "FRA_DST";
            case FRA_SRC -> "FRA_SRC";
            case FRA_IIFNAME -> "FRA_IIFNAME";
            case FRA_GOTO -> "FRA_GOTO";
            case FRA_PRIORITY -> "FRA_PRIORITY";
            case FRA_FWMARK -> "FRA_FWMARK";
            case FRA_FLOW -> "FRA_FLOW";
            case FRA_TUN_ID -> "FRA_TUN_ID";
            case FRA_SUPPRESS_IFGROUP -> "FRA_SUPPRESS_IFGROUP";
            case FRA_SUPPRESS_PREFIXLEN -> "FRA_SUPPRESS_PREFIXLEN";
            case FRA_TABLE -> "FRA_TABLE";
            case FRA_FWMASK -> "FRA_FWMASK";
            case FRA_OIFNAME -> "FRA_OIFNAME";
            case FRA_L3MDEV -> "FRA_L3MDEV";
            case FRA_UID_RANGE -> "FRA_UID_RANGE";
            case FRA_PROTOCOL -> "FRA_PROTOCOL";
            case FRA_IP_PROTO -> "FRA_IP_PROTO";
            case FRA_SPORT_RANGE -> "FRA_SPORT_RANGE";
            case FRA_DPORT_RANGE -> "FRA_DPORT_RANGE";
            default -> "FRA_" + type;
        };
    }
}
