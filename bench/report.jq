# Turns raw figures into medians, ratios and targets.
def stats:
    sort
    | if length == 0 then { median: null, min: null, max: null, samples: 0 }
      else {
          median: (if length % 2 == 1 then .[length / 2 | floor]
                   else (.[length / 2 - 1] + .[length / 2]) / 2 end),
          min: .[0], max: .[-1], samples: length
      } end;
def rows: split("\n") | map(select(length > 0) | split("\t"));
def millis: . / 1000;
def ratio($a; $b): if $a == null or $b == null then null else $a / $b end;
def target($name; $value; $sign; $limit):
    { name: $name, value: $value, sign: $sign, limit: $limit,
      pass: (if $value == null then null
             elif $sign == "<=" then $value <= $limit
             else $value >= $limit end) };

($raw | rows | map({ pods: (.[0] | tonumber), name: .[1], wall: (.[2] | tonumber | millis),
                     cpu: ((.[3] | tonumber) + (.[4] | tonumber) | millis),
                     mib: ((.[5] | tonumber) / 1024) })) as $samples
| ($samples | map(.pods) | unique) as $levels
| def of($pods; $name):
      $samples | map(select(.pods == $pods and .name == $name))
      | (map(.wall) | stats) + { cpu: (map(.cpu) | stats.median), mib: (map(.mib) | max) };
  def jmh($name):
      [$jmh[0][] | select(.benchmark | endswith($name)) | .primaryMetric.rawData[][]] | stats;
  def bytes($name):
      [$gc[0][] | select(.benchmark | endswith($name))
       | .secondaryMetrics | to_entries[] | select(.key | endswith("gc.alloc.rate.norm"))
       | .value.rawData[][]] | stats;
  def peer($work):
      [$peer | split("\n")[] | select(startswith($work + " ")) | split(" ")[1] | tonumber] | stats;
{
    machine: $machine,
    milliseconds: [
        $levels[] as $pods | ("ADD", "DEL", "VERSION", "STATUS") as $verb
        | { pods: $pods, verb: $verb, ours: of($pods; "ours:" + $verb) }
          + if $verb == "STATUS" then {} else { peer: of($pods; "peer:" + $verb) } end
    ],
    emptyJava: [$levels[] as $pods | of($pods; "empty:java") + { pods: $pods }],
    nanoseconds: [
        { work: "route added or deleted, in batches", ours: jmh(".addAndDelete"),
          peer: peer("batch") },
        { work: "route dumped and read", ours: jmh(".dump"), peer: peer("dump") },
        { work: "route message read, in memory", ours: jmh(".routes"), peer: peer("parse") },
        { work: "link message read, in memory", ours: jmh(".links") }
    ],
    drift: [
        ($drift | rows) as $all
        | ($all | map({ pods: (.[0] | tonumber), work: .[1] }) | unique)[] as $key
        | ($all | map(select((.[0] | tonumber) == $key.pods and .[1] == $key.work))) as $own
        | $key + { found: ($own | map(.[2] | tonumber | millis) | stats),
                   repaired: ($own | map(.[3] | tonumber | millis) | stats) }
    ],
    bytesPerMessage: [
        { work: "route dumped and read", bytes: bytes(".dump") },
        { work: "route message read", bytes: bytes(".routes") }
    ]
}
| . as $all
| def wall($pods; $verb; $side):
      $all.milliseconds[] | select(.pods == $pods and .verb == $verb) | .[$side].median;
  def empty($pods): $all.emptyJava[] | select(.pods == $pods) | .median;
  def nanos($i; $side): $all.nanoseconds[$i][$side].median;
.targets = [
    target("ADD with 2000 pods / with 0";
           ratio(([wall(2000; "ADD"; "ours")] | first); ([wall(0; "ADD"; "ours")] | first));
           "<="; 1.2),
    target("ADD, ours / peer, with 0 pods";
           ratio(([wall(0; "ADD"; "ours")] | first); ([wall(0; "ADD"; "peer")] | first)); "<="; 2),
    target("ADD, ours / peer, with 2000 pods";
           ratio(([wall(2000; "ADD"; "ours")] | first); ([wall(2000; "ADD"; "peer")] | first));
           "<="; 0.5),
    target("VERSION / empty Java program";
           ratio(([wall(0; "VERSION"; "ours")] | first); ([empty(0)] | first)); "<="; 1.4),
    target("STATUS / empty Java program";
           ratio(([wall(0; "STATUS"; "ours")] | first); ([empty(0)] | first)); "<="; 1.4),
    target("route batches, speed of ours / of C"; ratio(nanos(0; "peer"); nanos(0; "ours"));
           ">="; 0.9),
    target("nanoseconds to read a route message"; nanos(2; "ours"); "<="; 15),
    # 10 000 messages share a few objects, less than 0.1 byte each
    target("bytes allocated to read a route message"; $all.bytesPerMessage[1].bytes.median;
           "<="; 0.1),
    target("bytes allocated to dump a route"; $all.bytesPerMessage[0].bytes.median; "<="; 0.1),
    target("milliseconds to a finding, slowest median"; ($all.drift | map(.found.median) | max);
           "<="; 100)
]
