package io.vethkit.netlink.route;

/** Constants of {@code include/uapi/linux/rtnetlink.h}. */
public final class RtNetlink {
    static final int RTM_NEWLINK = 16;
    static final int RTM_DELLINK = 17;
    static final int RTM_GETLINK = 18;
    static final int RTM_NEWADDR = 20;
    static final int RTM_DELADDR = 21;
    static final int RTM_GETADDR = 22;
    static final int RTM_NEWROUTE = 24;
    static final int RTM_DELROUTE = 25;
    static final int RTM_GETROUTE = 26;
    static final int RTM_NEWNEIGH = 28;
    static final int RTM_DELNEIGH = 29;
    static final int RTM_GETNEIGH = 30;
    static final int RTM_NEWRULE = 32;
    static final int RTM_DELRULE = 33;
    static final int RTM_GETRULE = 34;
    static final int RTM_NEWNETCONF = 80;
    static final int RTM_DELNETCONF = 81;
    static final int RTM_NEWNEXTHOP = 104;
    static final int RTM_DELNEXTHOP = 105;

    public static final int RTN_UNSPEC = 0;
    public static final int RTN_UNICAST = 1;
    public static final int RTN_LOCAL = 2;
    public static final int RTN_BROADCAST = 3;
    public static final int RTN_ANYCAST = 4;
    public static final int RTN_MULTICAST = 5;
    public static final int RTN_BLACKHOLE = 6;
    public static final int RTN_UNREACHABLE = 7;
    public static final int RTN_PROHIBIT = 8;
    public static final int RTN_THROW = 9;

    public static final int RTPROT_UNSPEC = 0;
    public static final int RTPROT_REDIRECT = 1;
    public static final int RTPROT_KERNEL = 2;
    public static final int RTPROT_BOOT = 3;
    public static final int RTPROT_STATIC = 4;

    public static final int RT_SCOPE_UNIVERSE = 0;
    public static final int RT_SCOPE_SITE = 200;
    public static final int RT_SCOPE_LINK = 253;
    public static final int RT_SCOPE_HOST = 254;
    public static final int RT_SCOPE_NOWHERE = 255;

    public static final int RT_TABLE_UNSPEC = 0;
    public static final int RT_TABLE_DEFAULT = 253;
    public static final int RT_TABLE_MAIN = 254;
    public static final int RT_TABLE_LOCAL = 255;

    static final int RTM_F_CLONED = 0x200;
    static final int RTM_F_LOOKUP_TABLE = 0x1000;
    static final int RTNH_F_ONLINK = 4;

    static final int RTA_DST = 1;
    static final int RTA_SRC = 2;
    static final int RTA_IIF = 3;
    static final int RTA_OIF = 4;
    static final int RTA_GATEWAY = 5;
    static final int RTA_PRIORITY = 6;
    static final int RTA_PREFSRC = 7;
    static final int RTA_METRICS = 8;
    static final int RTA_MULTIPATH = 9;
    static final int RTA_FLOW = 11;
    static final int RTA_CACHEINFO = 12;
    static final int RTA_TABLE = 15;
    static final int RTA_MARK = 16;
    static final int RTA_VIA = 18;
    static final int RTA_PREF = 20;
    static final int RTA_ENCAP_TYPE = 21;
    static final int RTA_ENCAP = 22;
    static final int RTA_EXPIRES = 23;
    static final int RTA_IP_PROTO = 27;
    static final int RTA_SPORT = 28;
    static final int RTA_DPORT = 29;
    static final int RTA_NH_ID = 30;

    static final int RTAX_MTU = 2;
    static final int RTAX_ADVMSS = 8;

    static final int RTEXT_FILTER_SKIP_STATS = 1 << 3; // since Linux 4.9

    public static final int RTNLGRP_LINK = 1;
    public static final int RTNLGRP_NEIGH = 3;
    public static final int RTNLGRP_IPV4_IFADDR = 5;
    public static final int RTNLGRP_IPV4_ROUTE = 7;
    public static final int RTNLGRP_IPV4_RULE = 8;
    public static final int RTNLGRP_IPV6_IFADDR = 9;
    public static final int RTNLGRP_IPV6_ROUTE = 11;
    public static final int RTNLGRP_IPV6_RULE = 19;
    public static final int RTNLGRP_IPV4_NETCONF = 24;
    public static final int RTNLGRP_IPV6_NETCONF = 25;
    public static final int RTNLGRP_NEXTHOP = 32; // since Linux 5.3

    private RtNetlink() {}

    static String routeAttribute(int type) {
        return switch (type) {
            case RTA_DST -> "RTA_DST";
            case RTA_SRC -> "RTA_SRC";
            case RTA_IIF -> "RTA_IIF";
            case RTA_OIF -> "RTA_OIF";
            case RTA_GATEWAY -> "RTA_GATEWAY";
            case RTA_PRIORITY -> "RTA_PRIORITY";
            case RTA_PREFSRC -> "RTA_PREFSRC";
            case RTA_METRICS -> "RTA_METRICS";
            case RTA_MULTIPATH -> "RTA_MULTIPATH";
            case RTA_FLOW -> "RTA_FLOW";
            case RTA_CACHEINFO -> "RTA_CACHEINFO";
            case RTA_TABLE -> "RTA_TABLE";
            case RTA_MARK -> "RTA_MARK";
            case RTA_VIA -> "RTA_VIA";
            case RTA_PREF -> "RTA_PREF";
            case RTA_ENCAP_TYPE -> "RTA_ENCAP_TYPE";
            case RTA_ENCAP -> "RTA_ENCAP";
            case RTA_EXPIRES -> "RTA_EXPIRES";
            case RTA_IP_PROTO -> "RTA_IP_PROTO";
            case RTA_SPORT -> "RTA_SPORT";
            case RTA_DPORT -> "RTA_DPORT";
            case RTA_NH_ID -> "RTA_NH_ID";
            default -> "RTA_" + type;
        };
    }

    static String metric(int type) {
        return switch (type) {
            case RTAX_MTU -> "RTAX_MTU";
            case RTAX_ADVMSS -> "RTAX_ADVMSS";
            default -> "RTAX_" + type;
        };
    }
}
