# Lays the figures of report.jq out for people.
def pad($n): tostring | . + (" " * ([$n - length, 0] | max));
def left($n): tostring | (" " * ([$n - length, 0] | max)) + .;
def fixed($digits):
    if . == null then "-"
    else . as $x | pow(10; $digits) as $p | ($x * $p | round) as $n
        | if $digits == 0 then "\($n)"
          else "\($n / $p | floor).\($n % $p | tostring | left($digits) | gsub(" "; "0"))" end
    end;
def range($digits):
    if . == null then ""
    elif .median == null then "not measured"
    else (.median | fixed($digits) | left(6))
        + " (\(.min | fixed($digits))-\(.max | fixed($digits)))" end;
def quotient($digits):
    if .peer == null or .peer.median == null or .ours.median == null then ""
    else .ours.median / .peer.median | fixed($digits) end;

.machine,
"",
"whole processes, ms: median (min-max) of \([.milliseconds[].ours.samples] | max), by turns",
(("pods" | left(5)) + "  " + ("call" | pad(9)) + ("vethkit-cni" | pad(24)) + "  CPU  MiB  "
    + ("ptp, host-local, ipMasq" | pad(25)) + "  CPU  ratio"),
(.milliseconds[] |
    (.pods | left(5)) + "  " + (.verb | pad(9)) + (.ours | range(1) | pad(24))
    + (.ours.cpu | fixed(0) | left(5)) + (.ours.mib | fixed(0) | left(5)) + "  "
    + (.peer | range(1) | pad(25)) + (.peer.cpu | if . == null then "" else fixed(0) end | left(5))
    + (quotient(2) | left(7))),
(.emptyJava[] |
    (.pods | left(5)) + "  " + ("(Java)" | pad(9)) + (range(1) | pad(24))
    + (.cpu | fixed(0) | left(5)) + (.mib | fixed(0) | left(5)) + "  an empty program"),
"",
"in process, ns: median (min-max) of \([.nanoseconds[].ours.samples] | max) iterations, by turns",
(("" | pad(40)) + ("Vethkit (JMH)" | pad(30)) + ("C" | pad(28)) + "ratio"),
(.nanoseconds[] |
    ("  " + .work | pad(40)) + (.ours | range(1) | pad(30)) + (.peer | range(1) | pad(28))
    + quotient(2)),
(.bytesPerMessage[] |
    ("  " + .work | pad(40)) + (.bytes | range(3)) + " bytes allocated"),
"",
"drift, ms from a change to its finding and its repair: median (min-max) of \([.drift[].found.samples] | max)",
(("pods" | left(5)) + "  " + ("what happened" | pad(27)) + ("found" | pad(22)) + "repaired"),
(.drift[] | (.pods | left(5)) + "  " + (.work | pad(27)) + (.found | range(1) | pad(22))
    + (.repaired | range(1))),
"",
"targets",
(.targets[] |
    ("  " + .name | pad(42)) + (.value | fixed(2) | left(8)) + "  "
    + (.sign | pad(3)) + (.limit | tostring | pad(6))
    + (if .pass == null then "NOT MEASURED" elif .pass then "PASS" else "MISS" end))
