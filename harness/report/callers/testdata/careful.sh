# All names at once: what the release does not know it ignores.
curl -X POST "$STREAMPARK/flink/app/cancel" -H "Authorization: $TOKEN" -d id=100001 \
  -d savePointed=true -d triggerSavepoint=true -d restoreOrTriggerSavepoint=true
curl -X POST "$STREAMPARK/flink/app/start" -H "Authorization: $TOKEN" -d id=100001 \
  -d savePointed=true -d restoreFromSavepoint=true -d restoreOrTriggerSavepoint=true \
  -d "savePoint=$SAVEPOINT" -d "savepointPath=$SAVEPOINT"
