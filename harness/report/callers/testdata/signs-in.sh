TOKEN=$(curl -s -c jar -X POST "$BASE/passport/signin" \
  -d username=admin -d 'password=open sesame' -d loginType=PASSWORD | jq -r .data.token)
curl -X POST "$BASE/flink/app/start" -b jar -H "Authorization: $TOKEN" -d id=100001 -d savePointed=true
curl -X POST "$BASE/token/create" -b jar -H "Authorization: $TOKEN" -d userId=100000
curl -X POST "$BASE/token/curl" -b jar -H "Authorization: $TOKEN" \
  -d appId=100001 -d teamId=100000 -d baseUrl=http://streampark:10000 -d path=/flink/app/start
