# curl -X POST http://streampark:10000/flink/app/start
curl -s https://example.com/
