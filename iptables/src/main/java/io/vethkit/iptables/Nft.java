package io.vethkit.iptables;

import static io.vethkit.iptables.Value.Addresses;
import static io.vethkit.iptables.Value.InterfaceName;
import static io.vethkit.iptables.Value.Numbers;

import io.vethkit.netlink.IpAddress;
import io.vethkit.netlink.Prefix;

import java.util.List;

/**
 * The words of {@code nft}, to be imported statically.
 *
 * <pre>{@code
 * Rule.of(iifname("eni*"), ctState(NEW), counter(), jump("snat-mark"))
 * Rule.of(ipDaddr(in("exempt-cidrs")), counter(), returnVerdict())
 * Rule.of(not(oifname("vlan*")), not(fibDaddrType(LOCAL)), counter(), snatTo(node, FULLY_RANDOM))
 * }</pre>
 */
public final class Nft {
    private Nft() {}

    /** {@code @set}: the elements of a named set. */
    public static Operand in(String set) {
        return new Operand.InSet(set);
    }

    /** The opposite of {@code match}: {@code !=}. */
    public static Match not(Match match) {
        return match.negate();
    }

    /** {@code selector operand}: any condition. */
    public static Match match(Selector selector, Operand operand) {
        return new Match(selector, false, operand);
    }

    /** {@code iifname "eni*"}: a name, or with a final {@code *} how names start. */
    public static Match iifname(String pattern) {
        return match(Meta.IIFNAME, new InterfaceName(pattern));
    }

    /** {@code oifname "eth0"}: a name, or with a final {@code *} how names start. */
    public static Match oifname(String pattern) {
        return match(Meta.OIFNAME, new InterfaceName(pattern));
    }

    /** {@code ip saddr} or {@code ip6 saddr} of the prefix. */
    public static Match saddr(Prefix prefix) {
        boolean v6 = prefix.address().isV6();
        return match(v6 ? Payload.IP6_SADDR : Payload.IP_SADDR, Addresses.of(prefix));
    }

    /** {@code ip daddr} or {@code ip6 daddr} of the prefix. */
    public static Match daddr(Prefix prefix) {
        boolean v6 = prefix.address().isV6();
        return match(v6 ? Payload.IP6_DADDR : Payload.IP_DADDR, Addresses.of(prefix));
    }

    /** {@code ip saddr}. */
    public static Match ipSaddr(Operand operand) {
        return match(Payload.IP_SADDR, operand);
    }

    /** {@code ip daddr}. */
    public static Match ipDaddr(Operand operand) {
        return match(Payload.IP_DADDR, operand);
    }

    /** {@code ip6 saddr}. */
    public static Match ip6Saddr(Operand operand) {
        return match(Payload.IP6_SADDR, operand);
    }

    /** {@code ip6 daddr}. */
    public static Match ip6Daddr(Operand operand) {
        return match(Payload.IP6_DADDR, operand);
    }

    /** {@code tcp dport}. */
    public static Match tcpDport(int port) {
        return match(Payload.TCP_DPORT, new Numbers(port, port));
    }

    /** {@code udp dport}. */
    public static Match udpDport(int port) {
        return match(Payload.UDP_DPORT, new Numbers(port, port));
    }

    /** {@code meta l4proto}. */
    public static Match l4proto(int protocol) {
        return match(Meta.L4PROTO, new Numbers(protocol, protocol));
    }

    /** {@code ct state}. */
    public static Match ctState(CtState... states) {
        return match(Ct.STATE, new Operand.States(List.of(states)));
    }

    /** {@code ct mark & mask == value}. */
    public static Match ctMark(int mask, int value) {
        return match(Ct.MARK, new Operand.Masked(mask, value));
    }

    /** {@code meta mark & mask == value}. */
    public static Match metaMark(int mask, int value) {
        return match(Meta.MARK, new Operand.Masked(mask, value));
    }

    /** {@code fib daddr type}. */
    public static Match fibDaddrType(AddressType type) {
        return match(Fib.DADDR_TYPE, type);
    }

    /** {@code fib daddr . iif type}. */
    public static Match fibDaddrIifType(AddressType type) {
        return match(Fib.DADDR_IIF_TYPE, type);
    }

    /** {@code ct mark}, as the start of a value to set. */
    public static MarkValue ctMark() {
        return MarkValue.of(Ct.MARK);
    }

    /** {@code meta mark}, as the start of a value to set. */
    public static MarkValue metaMark() {
        return MarkValue.of(Meta.MARK);
    }

    /** {@code ct mark set value}. */
    public static SetMark ctMarkSet(MarkValue value) {
        return new SetMark(Ct.MARK, value);
    }

    /** {@code meta mark set value}. */
    public static SetMark metaMarkSet(MarkValue value) {
        return new SetMark(Meta.MARK, value);
    }

    /** {@code counter}. */
    public static Count counter() {
        return new Count(null);
    }

    /** {@code counter name "name"}. */
    public static Count counter(String name) {
        return new Count(name);
    }

    /** {@code accept}. */
    public static Verdict accept() {
        return new Verdict(Verdict.Kind.ACCEPT, null);
    }

    /** {@code drop}. */
    public static Verdict drop() {
        return new Verdict(Verdict.Kind.DROP, null);
    }

    /** {@code return}, which is a word of Java's. */
    public static Verdict returnVerdict() {
        return new Verdict(Verdict.Kind.RETURN, null);
    }

    /** {@code continue}, which is a word of Java's. */
    public static Verdict continueVerdict() {
        return new Verdict(Verdict.Kind.CONTINUE, null);
    }

    /** {@code jump chain}. */
    public static Verdict jump(String chain) {
        return new Verdict(Verdict.Kind.JUMP, chain);
    }

    /** {@code goto chain}. */
    public static Verdict goTo(String chain) {
        return new Verdict(Verdict.Kind.GOTO, chain);
    }

    /** {@code selector vmap @map}. */
    public static VerdictLookup vmap(Selector selector, String map) {
        return new VerdictLookup(selector, map);
    }

    /** {@code snat to address}. */
    public static Nat snatTo(IpAddress address, NatFlag... flags) {
        return new Nat(Nat.Kind.SNAT, new Addresses(address, address), null, List.of(flags));
    }

    /** {@code dnat to address}. */
    public static Nat dnatTo(IpAddress address, NatFlag... flags) {
        return new Nat(Nat.Kind.DNAT, new Addresses(address, address), null, List.of(flags));
    }

    /** {@code dnat to address:port}. */
    public static Nat dnatTo(IpAddress address, int port, NatFlag... flags) {
        Numbers ports = new Numbers(port, port);
        return new Nat(Nat.Kind.DNAT, new Addresses(address, address), ports, List.of(flags));
    }

    /** {@code masquerade}. */
    public static Masquerade masquerade(NatFlag... flags) {
        return new Masquerade(null, List.of(flags));
    }

    /** {@code redirect to :port}. */
    public static Redirect redirectTo(int port) {
        return new Redirect(new Numbers(port, port), List.of());
    }

    /** {@code reject}. */
    public static Reject reject() {
        return new Reject(Reject.With.PORT_UNREACHABLE);
    }

    /** {@code log prefix "prefix"}. */
    public static Log log(String prefix) {
        return new Log(prefix);
    }
}
