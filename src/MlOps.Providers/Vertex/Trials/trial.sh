# Runs a trial's command ("$@") as the first process of a container: with the arguments of the contract, with its output as it is, and with its metric in the file that Vertex AI reads.
exec 3<&0 4>&1 5>&2 2>/dev/null
P='AWK'
x=`LC_ALL=C awk -v m=a "$P" "$@"` && eval "$x"
go() { exec "$@" <&3 >&4 2>&5 3<&- 4>&- 5>&-; }
[ "$MLOPS_TRIAL_METRIC" ] || go "$@"
d=`mktemp -d` && mkfifo "$d/o" "$d/e" "$d/1" "$d/2" && command -v tee >/dev/null || go "$@"
f=${CLOUD_ML_HP_METRIC_FILE:-/tmp/hypertune/output.metrics}
mkdir -p "${f%/*}"
# mawk reads in blocks unless it is told not to.
b=
case `awk -W version </dev/null 2>&1` in mawk*) b='-W interactive';; esac
# Who can start a background process that minds SIGINT? Without either, SIGTERM is sent instead.
i=INT
n=
if env --default-signal=INT true; then n='env --default-signal=INT'; elif [ ! "$BASH_VERSION" ]; then i=TERM; fi
s=
p=
trap 's=1; kill -TERM $p' TERM
trap 's=1; kill -$i $p' INT
( trap '' PIPE; exec tee "$d/1" <"$d/o" >&4 3<&- 4>&- 5>&- ) &
a=$!
( trap '' PIPE; exec tee "$d/2" <"$d/e" >&5 3<&- 4>&- 5>&- ) &
a="$a $!"
(
  exec 3<&- 4>&- 5>&-
  # Whatever becomes of awk, somebody reads on.
  look() { LC_ALL=C awk $b -v m=s "$P"; cat >/dev/null; }
  { look <"$d/1" & look <"$d/2" & wait; } | while IFS= read -r l; do
    { tail -n 99 "$f"; printf '%s\n' "$l"; } >"$f.new" && mv -f "$f.new" "$f"
  done
) &
c=$!
[ "$s" ] && rm -rf "$d" && exit 143
( trap - INT; exec $n "$@" <&3 >"$d/o" 2>"$d/e" 3<&- 4>&- 5>&- ) &
p=$!
[ "$s" ] && kill -TERM $p
# A signal ends the waiting, and not the process.
r=
while :; do
  s=
  wait $p
  e=$?
  [ "$r" ] && [ $e = 127 ] || r=$e
  [ "$s" ] || break
done
# What it has started and left may hold the pipes for ever.
( sleep 10; kill $a ) >/dev/null 3<&- 4>&- 5>&- &
k=$!
trap '' TERM INT
wait $a
kill -9 $k
wait $c
rm -rf "$d"
exit $r
