/** The modes: pure functions from a request to the state of namespaces. */
package io.vethkit.podnet;
