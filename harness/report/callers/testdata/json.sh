curl -X POST "$STREAMPARK/flink/app/start" -H "Authorization: Bearer $TOKEN" \
  -H 'Content-Type: application/json' \
  -d '{"id": 100001,
       "savePointed": true}'
