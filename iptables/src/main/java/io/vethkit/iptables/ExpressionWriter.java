package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.*;

import io.vethkit.netlink.MessageWriter;

import org.jspecify.annotations.Nullable;

/** Writes the expressions of a rule, attribute by attribute in the order of nft 1.0.6. */
final class ExpressionWriter {
    private final MessageWriter out;
    private int element;
    private int data;

    ExpressionWriter(MessageWriter out) {
        this.out = out;
    }

    private void begin(String name) {
        element = out.beginNested(NFTA_LIST_ELEM);
        out.putString(NFTA_EXPR_NAME, name);
        data = out.beginNested(NFTA_EXPR_DATA);
    }

    private void end() {
        out.endNested(data).endNested(element);
    }

    void meta(int key) {
        begin("meta");
        out.putBe32(NFTA_META_KEY, key).putBe32(NFTA_META_DREG, NFT_REG_1);
        end();
    }

    void setMeta(int key) {
        begin("meta");
        out.putBe32(NFTA_META_KEY, key).putBe32(NFTA_META_SREG, NFT_REG_1);
        end();
    }

    void ct(int key) {
        begin("ct");
        out.putBe32(NFTA_CT_KEY, key).putBe32(NFTA_CT_DREG, NFT_REG_1);
        end();
    }

    void setCt(int key) {
        begin("ct");
        out.putBe32(NFTA_CT_KEY, key).putBe32(NFTA_CT_SREG, NFT_REG_1);
        end();
    }

    void fib(int flags) {
        begin("fib");
        out.putBe32(NFTA_FIB_FLAGS, flags).putBe32(NFTA_FIB_RESULT, NFT_FIB_RESULT_ADDRTYPE);
        out.putBe32(NFTA_FIB_DREG, NFT_REG_1);
        end();
    }

    void payload(int base, int offset, int length) {
        begin("payload");
        out.putBe32(NFTA_PAYLOAD_DREG, NFT_REG_1).putBe32(NFTA_PAYLOAD_BASE, base);
        out.putBe32(NFTA_PAYLOAD_OFFSET, offset).putBe32(NFTA_PAYLOAD_LEN, length);
        end();
    }

    void cmp(int op, byte[] value) {
        begin("cmp");
        out.putBe32(NFTA_CMP_SREG, NFT_REG_1).putBe32(NFTA_CMP_OP, op);
        value(out, NFTA_CMP_DATA, value);
        end();
    }

    void rangeNeq(byte[] first, byte[] last) {
        begin("range");
        out.putBe32(NFTA_RANGE_SREG, NFT_REG_1).putBe32(NFTA_RANGE_OP, NFT_RANGE_NEQ);
        value(out, NFTA_RANGE_FROM_DATA, first);
        value(out, NFTA_RANGE_TO_DATA, last);
        end();
    }

    /** {@code withOp}: nft names the operation where the user wrote one. */
    void bitwise(boolean withOp, byte[] mask, byte[] xor) {
        begin("bitwise");
        out.putBe32(NFTA_BITWISE_SREG, NFT_REG_1).putBe32(NFTA_BITWISE_DREG, NFT_REG_1);
        if (withOp) {
            out.putBe32(NFTA_BITWISE_OP, 0);
        }
        out.putBe32(NFTA_BITWISE_LEN, mask.length);
        value(out, NFTA_BITWISE_MASK, mask);
        value(out, NFTA_BITWISE_XOR, xor);
        end();
    }

    void lookup(String set, int id, boolean inverted) {
        begin("lookup");
        out.putBe32(NFTA_LOOKUP_SREG, NFT_REG_1);
        out.putString(NFTA_LOOKUP_SET, set).putBe32(NFTA_LOOKUP_SET_ID, id);
        if (inverted) {
            out.putBe32(NFTA_LOOKUP_FLAGS, NFT_LOOKUP_F_INV);
        }
        end();
    }

    void lookupVerdict(String map, int id) {
        begin("lookup");
        out.putBe32(NFTA_LOOKUP_SREG, NFT_REG_1).putBe32(NFTA_LOOKUP_DREG, NFT_REG_VERDICT);
        out.putString(NFTA_LOOKUP_SET, map).putBe32(NFTA_LOOKUP_SET_ID, id);
        end();
    }

    void immediate(int register, byte[] value) {
        begin("immediate");
        out.putBe32(NFTA_IMMEDIATE_DREG, register);
        value(out, NFTA_IMMEDIATE_DATA, value);
        end();
    }

    void verdict(Verdict verdict) {
        verdict(verdict.kind().code, verdict.chain());
    }

    void verdict(int code, @Nullable String chain) {
        begin("immediate");
        out.putBe32(NFTA_IMMEDIATE_DREG, NFT_REG_VERDICT);
        verdict(out, NFTA_IMMEDIATE_DATA, code, chain);
        end();
    }

    void counter() {
        begin("counter");
        end();
    }

    /** As iptables-nft writes it. */
    void counterFromZero() {
        begin("counter");
        out.putBe64(NFTA_COUNTER_BYTES, 0).putBe64(NFTA_COUNTER_PACKETS, 0);
        end();
    }

    /** A match of xtables. */
    void match(XtExtension extension) {
        begin("match");
        out.putString(NfTablesCompat.NFTA_MATCH_NAME, extension.name);
        out.putBe32(NfTablesCompat.NFTA_MATCH_REV, extension.revision);
        out.putBytes(NfTablesCompat.NFTA_MATCH_INFO, extension.data);
        end();
    }

    /** A target of xtables. */
    void target(XtExtension extension) {
        begin("target");
        out.putString(NfTablesCompat.NFTA_TARGET_NAME, extension.name);
        out.putBe32(NfTablesCompat.NFTA_TARGET_REV, extension.revision);
        out.putBytes(NfTablesCompat.NFTA_TARGET_INFO, extension.data);
        end();
    }

    void counter(String name) {
        begin("objref");
        out.putBe32(NFTA_OBJREF_IMM_TYPE, NFT_OBJECT_COUNTER);
        putText(NFTA_OBJREF_IMM_NAME, name);
        end();
    }

    /** Registers that are not used are 0. */
    void nat(int type, int family, int addressMax, int portMin, int portMax, int flags) {
        begin("nat");
        out.putBe32(NFTA_NAT_TYPE, type).putBe32(NFTA_NAT_FAMILY, family);
        out.putBe32(NFTA_NAT_REG_ADDR_MIN, NFT_REG_1);
        register(NFTA_NAT_REG_ADDR_MAX, addressMax);
        register(NFTA_NAT_REG_PROTO_MIN, portMin);
        register(NFTA_NAT_REG_PROTO_MAX, portMax);
        register(NFTA_NAT_FLAGS, flags);
        end();
    }

    void masquerade(int portMin, int portMax, int flags) {
        begin("masq");
        register(NFTA_MASQ_FLAGS, flags);
        register(NFTA_MASQ_REG_PROTO_MIN, portMin);
        register(NFTA_MASQ_REG_PROTO_MAX, portMax);
        end();
    }

    void redirect(int portMin, int portMax, int flags) {
        begin("redir");
        register(NFTA_REDIR_REG_PROTO_MIN, portMin);
        register(NFTA_REDIR_REG_PROTO_MAX, portMax);
        register(NFTA_REDIR_FLAGS, flags);
        end();
    }

    private void register(int attribute, int register) {
        if (register != 0) {
            out.putBe32(attribute, register);
        }
    }

    void reject(int type, int code) {
        begin("reject");
        out.putBe32(NFTA_REJECT_TYPE, type).putU8(NFTA_REJECT_ICMP_CODE, code);
        end();
    }

    void log(@Nullable String prefix) {
        begin("log");
        if (prefix != null) {
            out.putString(NFTA_LOG_PREFIX, prefix);
        }
        end();
    }

    /** As nft does for this attribute, without a terminating NUL. */
    private void putText(int attribute, String text) {
        out.putBytes(attribute, Bytes.padded(text, text.length()));
    }

    static void value(MessageWriter out, int attribute, byte[] value) {
        int nested = out.beginNested(attribute);
        out.putBytes(NFTA_DATA_VALUE, value).endNested(nested);
    }

    static void verdict(MessageWriter out, int attribute, Verdict verdict) {
        verdict(out, attribute, verdict.kind().code, verdict.chain());
    }

    private static void verdict(
            MessageWriter out, int attribute, int code, @Nullable String chain) {
        int outer = out.beginNested(attribute);
        int inner = out.beginNested(NFTA_DATA_VERDICT);
        out.putBe32(NFTA_VERDICT_CODE, code);
        if (chain != null) {
            out.putString(NFTA_VERDICT_CHAIN, chain);
        }
        out.endNested(inner).endNested(outer);
    }
}
