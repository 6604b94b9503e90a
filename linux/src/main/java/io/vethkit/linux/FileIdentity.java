package io.vethkit.linux;

import org.jspecify.annotations.Nullable;

/**
 * What makes two descriptors the same file: stat(2)'s {@code st_dev} and {@code st_ino}.
 *
 * @param device the device, in the kernel's encoding
 * @param inode the inode number, unsigned
 */
public record FileIdentity(long device, long inode) {
    // by hand, like hashCode: the generated ones cost a starting JVM several milliseconds
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof FileIdentity that && device == that.device && inode == that.inode;
    }

    @Override
    public int hashCode() {
        return 31 * Long.hashCode(device) + Long.hashCode(inode);
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(device) + ":" + Long.toUnsignedString(inode);
    }
}
