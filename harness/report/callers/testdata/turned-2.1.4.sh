curl -X POST 'http://streampark:10000/flink/app/start' \
-H 'Authorization: SEALED' \
-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' \
--data-urlencode 'teamId=100000' \
--data-urlencode 'allowNonRestored=false' \
--data-urlencode 'id=100001' \
--data-urlencode 'savePointed=true' \
-i

curl -X POST 'http://streampark:10000/flink/app/cancel' \
-H 'Authorization: SEALED' \
-H 'Content-Type: application/x-www-form-urlencoded; charset=UTF-8' \
--data-urlencode 'teamId=100000' \
--data-urlencode 'id=100001' \
--data-urlencode 'savePointed=true' \
--data-urlencode 'drain=false' \
-i
