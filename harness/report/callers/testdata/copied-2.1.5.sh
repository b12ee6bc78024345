curl -X POST 'http://streampark:10000/openapi/app/start' \
-H 'Authorization: SEALED' \
-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' \
--data-urlencode 'argument=' \
--data-urlencode 'savepointPath=' \
--data-urlencode 'allowNonRestored=false' \
--data-urlencode 'id=100001' \
--data-urlencode 'restoreFromSavepoint=false'

curl -X POST 'http://streampark:10000/openapi/app/cancel' \
-H 'Authorization: SEALED' \
-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' \
--data-urlencode 'triggerSavepoint=false' \
--data-urlencode 'savepointPath=' \
--data-urlencode 'id=100001' \
--data-urlencode 'drain=false'
