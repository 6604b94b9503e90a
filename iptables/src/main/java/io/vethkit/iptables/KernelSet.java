package io.vethkit.iptables;

import static io.vethkit.iptables.NfTables.NFT_SET_MAP;
import static io.vethkit.iptables.NfTables.NFT_SET_OBJECT;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** A set or map that is in the kernel. */
final class KernelSet {
    String name = "";
    int flags;
    int keyType;
    int keyLength;
    int dataType;
    int dataLength;

    /** Whether it has a size, timeout or the like, which we cannot describe. */
    boolean hasMore;

    @Nullable String comment;

    /** The elements sorted by key, read for sets that are described. */
    List<ElementForm> elements = new ArrayList<>();

    /** Whether there is nothing in it, not even an end of what lies before all intervals. */
    boolean isEmpty = true;

    String kind() {
        return (flags & (NFT_SET_MAP | NFT_SET_OBJECT)) == 0 ? "set" : "map";
    }

    boolean isSame(SetForm set) {
        boolean sameKey = keyType == set.key().number && keyLength == set.key().length;
        boolean sameValue =
                !set.isMap()
                        || (dataType == set.dataType()
                                && (set.value() == null || dataLength == set.dataLength()));
        String text = set.comment();
        boolean sameComment = text == null ? comment == null : text.equals(comment);
        return !hasMore && flags == set.flags() && sameKey && sameValue && sameComment;
    }
}
