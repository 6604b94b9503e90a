/** The CNI protocol, and the executable's verbs. */
package io.vethkit.cni;
