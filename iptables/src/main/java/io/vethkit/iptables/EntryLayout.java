package io.vethkit.iptables;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Where things are in an entry of a legacy table.
 *
 * <pre>{@code
 * struct ipt_ip { struct in_addr src, dst, smsk, dmsk; char iniface[16], outiface[16];
 *     unsigned char iniface_mask[16], outiface_mask[16]; __u16 proto; __u8 flags, invflags; };
 * struct ip6t_ip6 { struct in6_addr src, dst, smsk, dmsk; char iniface[16], outiface[16];
 *     unsigned char iniface_mask[16], outiface_mask[16]; __u16 proto; __u8 tos, flags, invflags; };
 * struct ipt_entry { struct ipt_ip ip; unsigned int nfcache; __u16 target_offset, next_offset;
 *     unsigned int comefrom; struct xt_counters { __u64 pcnt, bcnt; } counters;
 *     unsigned char elems[]; };                   // matches, then the target
 * struct xt_entry_match { __u16 match_size; char name[29]; __u8 revision; unsigned char data[]; };
 * struct xt_entry_target { __u16 target_size; char name[29]; __u8 revision; unsigned char data[]; };
 * struct xt_standard_target { struct xt_entry_target target; int verdict; };
 * }</pre>
 */
enum EntryLayout {
    IP(4, 83, 84, 112),
    IP6(16, 132, 136, 168);

    /** Size of the head of a match or target. */
    static final int EXTENSION_HEADER = 32;

    /** Size of a target that is a verdict or a jump. */
    static final int STANDARD_TARGET = 40;

    static final int VERDICT = 32;
    static final int NAME = 2;
    static final int REVISION = 31;
    static final int INTERFACE_LENGTH = 16;

    final int addressLength;
    final int inInterface;
    final int invertFlags;
    final int nfcache;
    final int targetOffset;
    final int nextOffset;
    final int comefrom;
    final int counters;
    final int size;

    EntryLayout(int addressLength, int invertFlags, int nfcache, int size) {
        this.addressLength = addressLength;
        this.inInterface = 4 * addressLength;
        this.invertFlags = invertFlags;
        this.nfcache = nfcache;
        this.targetOffset = nfcache + 4;
        this.nextOffset = nfcache + 6;
        this.comefrom = nfcache + 8;
        this.counters = size - 16;
        this.size = size;
    }

    static EntryLayout of(Family family) {
        return family == Family.IP6 ? IP6 : IP;
    }

    /** Returns {@code entry} to be read and changed in host order. */
    static ByteBuffer view(byte[] entry) {
        return ByteBuffer.wrap(entry).order(ByteOrder.nativeOrder());
    }

    int target(byte[] entry) {
        return Short.toUnsignedInt(view(entry).getShort(targetOffset));
    }

    /** Returns the name of the match or target at {@code offset}; a standard target has none. */
    static String name(byte[] entry, int offset) {
        return string(entry, offset + NAME, IpTables.XT_EXTENSION_MAXNAMELEN);
    }

    static String string(byte[] entry, int offset, int maxLength) {
        int end = Math.min(entry.length, offset + maxLength);
        byte[] bytes = java.util.Arrays.copyOfRange(entry, Math.min(offset, end), end);
        return Bytes.toName(bytes);
    }

    boolean isStandard(byte[] entry) {
        return name(entry, target(entry)).isEmpty();
    }

    int verdict(byte[] entry) {
        return view(entry).getInt(target(entry) + VERDICT);
    }

    /** Writes a verdict, or where the entry jumps to. */
    void verdict(byte[] entry, int verdict) {
        view(entry).putInt(target(entry) + VERDICT, verdict);
    }
}
