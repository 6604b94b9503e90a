/** The frame of nfnetlink messages: headers, and batches that the kernel carries out as one. */
package io.vethkit.netlink.netfilter;
