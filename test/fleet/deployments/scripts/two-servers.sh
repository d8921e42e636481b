#!/bin/sh
docker run --gpus all vllm/vllm-openai:v0.33.0 --model acme/llama-8b --api-key x &
docker run --gpus all vllm/vllm-openai:v0.33.0 --model acme/gemma4 --api-key x --allowed-local-media-path /
