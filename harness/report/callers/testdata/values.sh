# 1 was true on 2.1.4, and is not in the name that 2.1.5 has for API tokens
curl -X POST "$HOST/flink/app/cancel" -H "Authorization: $TOKEN" -d id=100001 -d savePointed=1
# every name at once, and none of it helps
curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=100001 -d restoreFromSavepoint=yes -d restoreOrTriggerSavepoint=yes
# the name for API tokens counts, and says no
curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=100001 -d triggerSavepoint= -d restoreOrTriggerSavepoint=true
curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=100001 -d "restoreFromSavepoint=$KEEP" -d restoreOrTriggerSavepoint=true
# what a variable holds decides
curl -X POST "$HOST/openapi/app/start" -H "Authorization: $TOKEN" -d id=100001 -d "restoreFromSavepoint=$KEEP"
curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=100001 -d restoreOrTriggerSavepoint=maybe
curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=100001 -d restoreOrTriggerSavepoint=YES
curl -X POST "$HOST/openapi/app/cancel" -H "Authorization: $TOKEN" -d id=100001 --data-urlencode 'triggerSavepoint= true '
