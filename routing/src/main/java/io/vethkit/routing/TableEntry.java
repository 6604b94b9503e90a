package io.vethkit.routing;

import io.vethkit.netlink.Request;

import org.jspecify.annotations.Nullable;

/** An entry of one of the kernel's tables: something one netlink message makes or removes. */
public sealed interface TableEntry extends Desired
        permits AbsentRoute,
                AbsentRule,
                DesiredAddress,
                DesiredNeighbour,
                DesiredRoute,
                DesiredRule {
    /** Returns the name of the device it belongs to and dies with, or null if to none. */
    @Nullable String device();

    /**
     * Returns the request that makes it; refused with {@code EEXIST} if something has its place.
     *
     * @param device the index of {@link #device()}, or 0 if that is null
     */
    Request adding(int device);

    /**
     * Returns the request that makes it in place of what has its place, or null if what has its
     * place can only be the same.
     */
    @Nullable Request replacing(int device);

    /** Returns the request that removes it, or null if nothing is to be removed. */
    @Nullable Request deleting(int device);

    /** Returns the request that takes back {@link #adding}. */
    default @Nullable Request undoing(int device) {
        return deleting(device);
    }
}
