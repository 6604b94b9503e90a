/** Messages, attributes, sockets and batches of any netlink family. */
package io.vethkit.netlink;
