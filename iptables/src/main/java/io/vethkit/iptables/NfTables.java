package io.vethkit.iptables;

/** Constants of {@code include/uapi/linux/netfilter/nf_tables.h} and {@code netfilter.h}. */
final class NfTables {
    static final int NFPROTO_INET = 1;
    static final int NFPROTO_IPV4 = 2;
    static final int NFPROTO_IPV6 = 10;
    static final int NF_DROP = 0;
    static final int NF_ACCEPT = 1;
    static final int NFT_CONTINUE = -1;
    static final int NFT_JUMP = -3;
    static final int NFT_GOTO = -4;
    static final int NFT_RETURN = -5;

    static final int NFT_REG_VERDICT = 0;
    static final int NFT_REG_1 = 1;

    static final int NFT_MSG_NEWTABLE = 0;
    static final int NFT_MSG_GETTABLE = 1;
    static final int NFT_MSG_DELTABLE = 2;
    static final int NFT_MSG_NEWCHAIN = 3;
    static final int NFT_MSG_GETCHAIN = 4;
    static final int NFT_MSG_DELCHAIN = 5;
    static final int NFT_MSG_NEWRULE = 6;
    static final int NFT_MSG_GETRULE = 7;
    static final int NFT_MSG_DELRULE = 8;
    static final int NFT_MSG_NEWSET = 9;
    static final int NFT_MSG_GETSET = 10;
    static final int NFT_MSG_DELSET = 11;
    static final int NFT_MSG_NEWSETELEM = 12;
    static final int NFT_MSG_GETSETELEM = 13;
    static final int NFT_MSG_DELSETELEM = 14;
    static final int NFT_MSG_NEWGEN = 15;
    static final int NFT_MSG_GETGEN = 16;
    static final int NFT_MSG_NEWOBJ = 18;
    static final int NFT_MSG_GETOBJ = 19;
    static final int NFT_MSG_DELOBJ = 20;
    static final int NFT_MSG_GETFLOWTABLE = 23;
    static final int NFT_MSG_DELFLOWTABLE = 24;

    static final int NFTA_LIST_ELEM = 1;

    static final int NFTA_HOOK_HOOKNUM = 1;
    static final int NFTA_HOOK_PRIORITY = 2;

    static final int NFTA_TABLE_NAME = 1;
    static final int NFTA_TABLE_FLAGS = 2;
    static final int NFTA_TABLE_USE = 3;
    static final int NFTA_TABLE_USERDATA = 6;

    static final int NFT_CHAIN_BINDING = 0x4;

    static final int NFTA_CHAIN_TABLE = 1;
    static final int NFTA_CHAIN_NAME = 3;
    static final int NFTA_CHAIN_HOOK = 4;
    static final int NFTA_CHAIN_POLICY = 5;
    static final int NFTA_CHAIN_USE = 6;
    static final int NFTA_CHAIN_TYPE = 7;
    static final int NFTA_CHAIN_FLAGS = 10;
    static final int NFTA_CHAIN_USERDATA = 12;

    static final int NFTA_RULE_TABLE = 1;
    static final int NFTA_RULE_CHAIN = 2;
    static final int NFTA_RULE_HANDLE = 3;
    static final int NFTA_RULE_EXPRESSIONS = 4;
    static final int NFTA_RULE_COMPAT = 5;
    static final int NFTA_RULE_POSITION = 6;
    static final int NFTA_RULE_USERDATA = 7;

    static final int NFT_SET_ANONYMOUS = 0x1;
    static final int NFT_SET_INTERVAL = 0x4;
    static final int NFT_SET_MAP = 0x8;
    static final int NFT_SET_OBJECT = 0x40;

    static final int NFTA_SET_TABLE = 1;
    static final int NFTA_SET_NAME = 2;
    static final int NFTA_SET_FLAGS = 3;
    static final int NFTA_SET_KEY_TYPE = 4;
    static final int NFTA_SET_KEY_LEN = 5;
    static final int NFTA_SET_DATA_TYPE = 6;
    static final int NFTA_SET_DATA_LEN = 7;
    static final int NFTA_SET_DESC = 9;
    static final int NFTA_SET_ID = 10;
    static final int NFTA_SET_TIMEOUT = 11;
    static final int NFTA_SET_USERDATA = 13;
    static final int NFTA_SET_OBJ_TYPE = 15;
    static final int NFTA_SET_EXPR = 17;
    static final int NFTA_SET_EXPRESSIONS = 18;
    static final int NFT_DATA_VERDICT = 0xffffff00;

    static final int NFT_SET_ELEM_INTERVAL_END = 0x1;

    static final int NFTA_SET_ELEM_KEY = 1;
    static final int NFTA_SET_ELEM_DATA = 2;
    static final int NFTA_SET_ELEM_FLAGS = 3;
    static final int NFTA_SET_ELEM_USERDATA = 6;

    static final int NFTA_SET_ELEM_LIST_TABLE = 1;
    static final int NFTA_SET_ELEM_LIST_SET = 2;
    static final int NFTA_SET_ELEM_LIST_ELEMENTS = 3;
    static final int NFTA_SET_ELEM_LIST_SET_ID = 4;

    static final int NFTA_DATA_VALUE = 1;
    static final int NFTA_DATA_VERDICT = 2;
    static final int NFTA_VERDICT_CODE = 1;
    static final int NFTA_VERDICT_CHAIN = 2;

    static final int NFTA_EXPR_NAME = 1;
    static final int NFTA_EXPR_DATA = 2;

    static final int NFTA_IMMEDIATE_DREG = 1;
    static final int NFTA_IMMEDIATE_DATA = 2;

    static final int NFTA_BITWISE_SREG = 1;
    static final int NFTA_BITWISE_DREG = 2;
    static final int NFTA_BITWISE_LEN = 3;
    static final int NFTA_BITWISE_MASK = 4;
    static final int NFTA_BITWISE_XOR = 5;
    static final int NFTA_BITWISE_OP = 6;

    static final int NFT_CMP_EQ = 0;
    static final int NFT_CMP_NEQ = 1;
    static final int NFT_CMP_LTE = 3;
    static final int NFT_CMP_GTE = 5;

    static final int NFTA_CMP_SREG = 1;
    static final int NFTA_CMP_OP = 2;
    static final int NFTA_CMP_DATA = 3;

    static final int NFT_RANGE_NEQ = 1;

    static final int NFTA_RANGE_SREG = 1;
    static final int NFTA_RANGE_OP = 2;
    static final int NFTA_RANGE_FROM_DATA = 3;
    static final int NFTA_RANGE_TO_DATA = 4;

    static final int NFT_LOOKUP_F_INV = 1;

    static final int NFTA_LOOKUP_SET = 1;
    static final int NFTA_LOOKUP_SREG = 2;
    static final int NFTA_LOOKUP_DREG = 3;
    static final int NFTA_LOOKUP_SET_ID = 4;
    static final int NFTA_LOOKUP_FLAGS = 5;

    static final int NFT_PAYLOAD_NETWORK_HEADER = 1;
    static final int NFT_PAYLOAD_TRANSPORT_HEADER = 2;

    static final int NFTA_PAYLOAD_DREG = 1;
    static final int NFTA_PAYLOAD_BASE = 2;
    static final int NFTA_PAYLOAD_OFFSET = 3;
    static final int NFTA_PAYLOAD_LEN = 4;

    static final int NFT_META_MARK = 3;
    static final int NFT_META_IIFNAME = 6;
    static final int NFT_META_OIFNAME = 7;
    static final int NFT_META_NFPROTO = 15;
    static final int NFT_META_L4PROTO = 16;

    static final int NFTA_META_DREG = 1;
    static final int NFTA_META_KEY = 2;
    static final int NFTA_META_SREG = 3;

    static final int NFT_CT_STATE = 0;
    static final int NFT_CT_MARK = 3;

    static final int NFTA_CT_DREG = 1;
    static final int NFTA_CT_KEY = 2;
    static final int NFTA_CT_SREG = 4;

    static final int NFTA_LOG_PREFIX = 2;
    static final int NFTA_LOG_LEVEL = 5;

    static final int NFT_REJECT_ICMP_UNREACH = 0;
    static final int NFT_REJECT_TCP_RST = 1;
    static final int NFT_REJECT_ICMPX_UNREACH = 2;

    static final int NFTA_REJECT_TYPE = 1;
    static final int NFTA_REJECT_ICMP_CODE = 2;

    static final int NFTA_NAT_TYPE = 1;
    static final int NFTA_NAT_FAMILY = 2;
    static final int NFTA_NAT_REG_ADDR_MIN = 3;
    static final int NFTA_NAT_REG_ADDR_MAX = 4;
    static final int NFTA_NAT_REG_PROTO_MIN = 5;
    static final int NFTA_NAT_REG_PROTO_MAX = 6;
    static final int NFTA_NAT_FLAGS = 7;

    static final int NFTA_MASQ_FLAGS = 1;
    static final int NFTA_MASQ_REG_PROTO_MIN = 2;
    static final int NFTA_MASQ_REG_PROTO_MAX = 3;

    static final int NFTA_REDIR_REG_PROTO_MIN = 1;
    static final int NFTA_REDIR_REG_PROTO_MAX = 2;
    static final int NFTA_REDIR_FLAGS = 3;

    static final int NFTA_GEN_ID = 1;
    static final int NFTA_GEN_PROC_PID = 2;
    static final int NFTA_GEN_PROC_NAME = 3;

    static final int NFT_OBJECT_COUNTER = 1;

    static final int NFTA_OBJ_TABLE = 1;
    static final int NFTA_OBJ_NAME = 2;
    static final int NFTA_OBJ_TYPE = 3;
    static final int NFTA_OBJ_DATA = 4;
    static final int NFTA_OBJ_USERDATA = 8;

    static final int NFTA_COUNTER_BYTES = 1;
    static final int NFTA_COUNTER_PACKETS = 2;

    static final int NFTA_OBJREF_IMM_TYPE = 1;
    static final int NFTA_OBJREF_IMM_NAME = 2;

    static final int NFTA_FIB_DREG = 1;
    static final int NFTA_FIB_RESULT = 2;
    static final int NFTA_FIB_FLAGS = 3;
    static final int NFT_FIB_RESULT_ADDRTYPE = 3;
    static final int NFTA_FIB_F_SADDR = 1 << 0;
    static final int NFTA_FIB_F_DADDR = 1 << 1;
    static final int NFTA_FIB_F_IIF = 1 << 3;

    static final int NFTA_FLOWTABLE_TABLE = 1;
    static final int NFTA_FLOWTABLE_NAME = 2;

    private NfTables() {}
}
