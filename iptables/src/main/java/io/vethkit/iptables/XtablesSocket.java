package io.vethkit.iptables;

import static io.vethkit.iptables.IpTables.IPT_SO_GET_ENTRIES;
import static io.vethkit.iptables.IpTables.IPT_SO_GET_INFO;
import static io.vethkit.iptables.IpTables.IPT_SO_SET_ADD_COUNTERS;
import static io.vethkit.iptables.IpTables.IPT_SO_SET_REPLACE;
import static io.vethkit.iptables.IpTables.XT_TABLE_MAXNAMELEN;

import io.vethkit.iptables.LegacyTable.Entry;
import io.vethkit.linux.ErrnoException;
import io.vethkit.linux.Fd;
import io.vethkit.linux.Libc;
import io.vethkit.linux.Socket;
import io.vethkit.linux.SocketOpener;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/**
 * A raw socket, by whose options legacy tables are read and replaced.
 *
 * <pre>{@code
 * struct ipt_get_entries { char name[XT_TABLE_MAXNAMELEN]; unsigned int size;
 *     struct ipt_entry entrytable[]; };
 * struct ipt_replace { char name[XT_TABLE_MAXNAMELEN];
 *     unsigned int valid_hooks, num_entries, size;
 *     unsigned int hook_entry[NF_INET_NUMHOOKS], underflow[NF_INET_NUMHOOKS];
 *     unsigned int num_counters; struct xt_counters *counters; struct ipt_entry entries[]; };
 * struct xt_counters_info { char name[XT_TABLE_MAXNAMELEN]; unsigned int num_counters;
 *     struct xt_counters counters[]; };
 * }</pre>
 */
final class XtablesSocket implements AutoCloseable {
    private static final int IPPROTO_IP = 0; // include/uapi/linux/in.h
    private static final int IPPROTO_IPV6 = 41;
    private static final int IPPROTO_RAW = 255;
    private static final int ENTRIES_HEADER = 40;
    private static final int REPLACE_HEADER = 96;
    private static final int REPLACE_COUNTERS = 88;
    private static final int COUNTERS = 16;

    private final Fd fd;
    private final int level;

    private XtablesSocket(Fd fd, int level) {
        this.fd = fd;
        this.level = level;
    }

    static XtablesSocket open(Family family, SocketOpener opener) throws ErrnoException {
        boolean v6 = family == Family.IP6;
        int domain = v6 ? Socket.AF_INET6 : Socket.AF_INET;
        Fd fd = opener.socket(domain, Socket.SOCK_RAW, IPPROTO_RAW);
        return new XtablesSocket(fd, v6 ? IPPROTO_IPV6 : IPPROTO_IP);
    }

    /** Makes the table if it is not there. */
    TableInfo info(String table) throws ErrnoException {
        ByteBuffer info = named(table, TableInfo.SIZE);
        Libc.getsockopt(fd.number(), level, IPT_SO_GET_INFO, info);
        return new TableInfo(info);
    }

    /** Returns the entries. Fails with {@code EAGAIN} if the table has changed since. */
    ByteBuffer entries(String table, TableInfo info) throws ErrnoException {
        ByteBuffer entries = named(table, ENTRIES_HEADER + info.size);
        entries.putInt(XT_TABLE_MAXNAMELEN, info.size);
        Libc.getsockopt(fd.number(), level, IPT_SO_GET_ENTRIES, entries);
        return entries.position(ENTRIES_HEADER).slice().order(ByteOrder.nativeOrder());
    }

    /**
     * Replaces the whole table, whose entries then count from 0. Fails with {@code EAGAIN} if the
     * table has not the number of entries any more.
     *
     * @return what the old entries had counted: packets and bytes of each
     */
    ByteBuffer replace(String table, TableInfo old, LegacyImage image) throws ErrnoException {
        ByteBuffer counters = buffer(COUNTERS * old.numEntries);
        ByteBuffer replace = named(table, REPLACE_HEADER + image.size);
        replace.position(XT_TABLE_MAXNAMELEN);
        replace.putInt(old.validHooks).putInt(image.entries.size()).putInt(image.size);
        for (int entry : image.hookEntries) {
            replace.putInt(entry);
        }
        for (int underflow : image.underflows) {
            replace.putInt(underflow);
        }
        replace.putInt(old.numEntries).position(REPLACE_HEADER);
        for (Entry entry : image.entries) {
            replace.put(entry.bytes);
        }
        Libc.setsockopt(
                fd.number(), level, IPT_SO_SET_REPLACE, replace.flip(), REPLACE_COUNTERS, counters);
        return counters;
    }

    /** Adds to what entries have counted what they had counted in the table before. */
    void addCounters(String table, LegacyImage image, ByteBuffer old) throws ErrnoException {
        int number = image.entries.size();
        ByteBuffer add = named(table, ENTRIES_HEADER + COUNTERS * number);
        add.putInt(XT_TABLE_MAXNAMELEN, number);
        for (int i = 0; i < number; i++) {
            int before = image.entries.get(i).number - 1;
            if (before >= 0) {
                add.putLong(ENTRIES_HEADER + COUNTERS * i, old.getLong(COUNTERS * before));
                add.putLong(ENTRIES_HEADER + COUNTERS * i + 8, old.getLong(COUNTERS * before + 8));
            }
        }
        Libc.setsockopt(fd.number(), level, IPT_SO_SET_ADD_COUNTERS, add);
    }

    private static ByteBuffer named(String table, int length) {
        ByteBuffer buffer = buffer(length);
        return buffer.put(0, table.getBytes(StandardCharsets.US_ASCII));
    }

    private static ByteBuffer buffer(int length) {
        return ByteBuffer.allocateDirect(length).order(ByteOrder.nativeOrder());
    }

    @Override
    public void close() {
        fd.close();
    }
}
