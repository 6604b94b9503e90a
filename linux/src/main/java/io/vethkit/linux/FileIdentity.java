package io.vethkit.linux;

/**
 * What makes two descriptors the same file: stat(2)'s {@code st_dev} and {@code st_ino}.
 *
 * @param device the device, in the kernel's encoding
 * @param inode the inode number, unsigned
 */
public record FileIdentity(long device, long inode) {
    @Override
    public String toString() {
        return Long.toUnsignedString(device) + ":" + Long.toUnsignedString(inode);
    }
}
