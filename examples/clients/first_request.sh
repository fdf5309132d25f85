#!/usr/bin/env bash
# Sends one recording to the Speech module with curl, waits for the run to end and prints the result as JSON.
#
#   export ZENHIRE_API_URL=http://127.0.0.1:8080 ZENHIRE_API_KEY=zh_api_...
#   bash first_request.sh interview.ogg my-candidate-7
#
# Needs curl and python3. Exit status: 0 with scores, 1 refused or failed, 3 not finished after PATIENCE seconds.
set -euo pipefail

recording=${1:-examples/interview.ogg}
external_id=${2:-}
runs="${ZENHIRE_API_URL:-http://127.0.0.1:8080}/api/v1/speech/analyze"
patience=${PATIENCE:-1200}
: "${ZENHIRE_API_KEY:?set ZENHIRE_API_KEY to your key}"

work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

# call ARGUMENTS...: the answer's body goes to $work/body, its headers to $work/headers, its status to $http
call() {
  http=$(curl --silent --show-error --header @- --output "$work/body" --dump-header "$work/headers" \
    --write-out '%{http_code}' "$@" <<<"X-API-Key: $ZENHIRE_API_KEY")
}

# field NAME [DEFAULT]: a value of the body by its dotted name
field() {
  python3 - "$work/body" "$@" <<'PYTHON'
import json, sys
value = json.load(open(sys.argv[1]))
for name in sys.argv[2].split("."):
    value = value.get(name) if isinstance(value, dict) else None
print(value if value is not None else sys.argv[3] if len(sys.argv) > 3 else "")
PYTHON
}

retry_after() {
  tr -d '\r' <"$work/headers" | awk 'tolower($1) == "retry-after:" { print $2 }'
}

refuse_unless_ok() {
  case $http in
    2??) ;;
    *) echo "$http $(field error.code): $(field error.message)" >&2; exit 1 ;;
  esac
}

form=(--form "audio=@$recording" --form "language=en")
[[ -n $external_id ]] && form+=(--form-string "externalId=$external_id")
call "${form[@]}" "$runs"
refuse_unless_ok
id=$(field id)
wait=$(field pollIntervalSeconds 15)
echo "$id is $(field status); first look in $wait s" >&2

while (( SECONDS + wait < patience )); do
  sleep "$wait"
  call "$runs/$id"
  if [[ $http == 429 ]]; then
    wait=$(retry_after)
    wait=${wait:-15}
    continue
  fi
  refuse_unless_ok
  status=$(field status)
  case $status in
    success | partial) python3 -m json.tool --no-ensure-ascii "$work/body"; exit 0 ;;
    failed) echo "The run failed: $(field error.code): $(field error.message)" >&2; exit 1 ;;
  esac
  wait=$(field pollIntervalSeconds 15)
  echo "  $status; next look in $wait s" >&2
done
echo "$id is not finished yet. Its id stays valid." >&2
exit 3
