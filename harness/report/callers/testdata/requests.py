import requests

requests.post(f"{base}/flink/app/cancel",
              headers={"Authorization": token},
              data={"id": 100001, "savePointed": "true"})
