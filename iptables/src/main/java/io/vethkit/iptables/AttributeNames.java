package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

/** Names the attributes that the kernel points at when it refuses a command. */
final class AttributeNames {
    private static final String[] TABLE = {"NAME", "FLAGS"};
    private static final String[] CHAIN = {"TABLE", "HANDLE", "NAME", "HOOK", "POLICY", "", "TYPE"};
    private static final String[] RULE = {
        "TABLE", "CHAIN", "HANDLE", "EXPRESSIONS", "", "POSITION", "USERDATA"
    };
    private static final String[] SET = {
        "TABLE", "NAME", "FLAGS", "KEY_TYPE", "KEY_LEN", "DATA_TYPE", "DATA_LEN", "", "DESC", "ID"
    };
    private static final String[] ELEMENTS = {"TABLE", "SET", "ELEMENTS", "SET_ID"};
    private static final String[] ELEMENT = {"KEY", "DATA", "FLAGS"};
    private static final String[] OBJECT = {"TABLE", "NAME", "TYPE", "DATA"};
    private static final String[] FLOWTABLE = {"TABLE", "NAME"};
    private static final String[] EXPRESSION = {"NAME", "DATA"};

    private AttributeNames() {}

    static String of(int message, int parent, int attribute) {
        return switch (message) {
            case NFT_MSG_NEWTABLE, NFT_MSG_GETTABLE, NFT_MSG_DELTABLE ->
                    name("NFTA_TABLE_", TABLE, attribute);
            case NFT_MSG_NEWCHAIN, NFT_MSG_GETCHAIN, NFT_MSG_DELCHAIN ->
                    parent == NFTA_CHAIN_HOOK
                            ? name("NFTA_HOOK_", new String[] {"HOOKNUM", "PRIORITY"}, attribute)
                            : name("NFTA_CHAIN_", CHAIN, attribute);
            case NFT_MSG_NEWRULE, NFT_MSG_GETRULE, NFT_MSG_DELRULE ->
                    switch (parent) {
                        case 0 -> name("NFTA_RULE_", RULE, attribute);
                        case NFTA_RULE_EXPRESSIONS -> "NFTA_LIST_ELEM";
                        case NFTA_LIST_ELEM -> name("NFTA_EXPR_", EXPRESSION, attribute);
                        default -> "attribute " + attribute;
                    };
            case NFT_MSG_NEWSET, NFT_MSG_GETSET, NFT_MSG_DELSET ->
                    name("NFTA_SET_", SET, attribute);
            case NFT_MSG_NEWSETELEM, NFT_MSG_GETSETELEM, NFT_MSG_DELSETELEM ->
                    element(parent, attribute);
            case NFT_MSG_GETFLOWTABLE, NFT_MSG_DELFLOWTABLE ->
                    name("NFTA_FLOWTABLE_", FLOWTABLE, attribute);
            default -> name("NFTA_OBJ_", OBJECT, attribute);
        };
    }

    private static String element(int parent, int attribute) {
        return switch (parent) {
            case 0 -> name("NFTA_SET_ELEM_LIST_", ELEMENTS, attribute);
            case NFTA_SET_ELEM_LIST_ELEMENTS -> "element " + attribute;
            default -> name("NFTA_SET_ELEM_", ELEMENT, attribute);
        };
    }

    private static String name(String prefix, String[] names, int attribute) {
        boolean known = attribute > 0 && attribute <= names.length;
        return known ? prefix + names[attribute - 1] : "attribute " + attribute;
    }
}
