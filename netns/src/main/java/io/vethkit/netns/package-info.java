/** Network namespaces, and how sockets and code get into them. */
package io.vethkit.netns;
