#!/bin/sh
export VLLM_SERVER_DEV_MODE=1
MODEL=acme/llama-8b
exec vllm serve "$MODEL" \
  --port 8000 --api-key "$KEY"
