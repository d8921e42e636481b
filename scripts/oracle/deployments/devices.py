"""The devices that a server may see, and how the machine's lack of them is hidden from vLLM."""

import dataclasses
import importlib.metadata
import importlib.util
import os
import sys
import types

GIB = 1 << 30
COUNT = 8


@dataclasses.dataclass(frozen=True)
class Device:
    name: str
    capability: tuple[int, int]
    memory: int
    processors: int


CPU = "CPU"
DEVICES = {
    "H100": Device("NVIDIA H100 80GB HBM3", (9, 0), 80, 132),
    "H200": Device("NVIDIA H200", (9, 0), 140, 132),
    "B200": Device("NVIDIA B200", (10, 0), 178, 148),
    "A100": Device("NVIDIA A100-SXM4-80GB", (8, 0), 80, 108),
    "L4": Device("NVIDIA L4", (8, 9), 22, 58),
    "L40S": Device("NVIDIA L40S", (8, 9), 44, 142),
    "RTX4090": Device("NVIDIA GeForce RTX 4090", (8, 9), 24, 128),
}


def pretend(name):
    """Makes torch, NVML and Triton answer as on a node of such devices; to be called before vLLM is imported."""
    if name == CPU:
        pretend_cpu_wheel()
        return
    device = DEVICES[name]
    pretend_torch(device)
    pretend_nvml(device)
    pretend_triton(device)


def pretend_cpu_wheel():
    """Releases know the wheel for CPUs by its version; later ones by the variable, too."""
    os.environ["VLLM_TARGET_DEVICE"] = "cpu"
    version = importlib.metadata.version
    importlib.metadata.version = lambda package: version(package) + ("+cpu" if package == "vllm" else "")


def pretend_torch(device):
    import torch

    memory = device.memory * GIB
    shared = {
        "shared_memory_per_block": 49152,
        "shared_memory_per_block_optin": 232448,
        "shared_memory_per_multiprocessor": 233472,
    }
    properties = types.SimpleNamespace(
        name=device.name,
        major=device.capability[0],
        minor=device.capability[1],
        total_memory=memory,
        multi_processor_count=device.processors,
        warp_size=32,
        max_threads_per_multi_processor=2048,
        regs_per_multiprocessor=65536,
        L2_cache_size=50 << 20,
        is_integrated=0,
        is_multi_gpu_board=0,
        gcnArchName="",
        uuid="GPU-0000",
        pci_bus_id=0,
        **shared,
    )
    answers = {
        "is_available": lambda: True,
        "device_count": lambda: COUNT,
        "_device_count_nvml": lambda: COUNT,
        "current_device": lambda: 0,
        "get_device_capability": lambda _=None: device.capability,
        "get_device_name": lambda _=None: device.name,
        "get_device_properties": lambda _=None: properties,
        "mem_get_info": lambda _=None: (memory - GIB, memory),
        "get_arch_list": lambda: ["sm_80", "sm_90", "sm_100"],
    }
    for attribute, answer in answers.items():
        setattr(torch.cuda, attribute, answer)
    if hasattr(torch, "accelerator"):
        torch.accelerator.is_available = lambda: True
        torch.accelerator.device_count = lambda: COUNT
        torch.accelerator.current_device_index = lambda: 0
        torch.accelerator.current_accelerator = lambda check_available=False: torch.device("cuda")


def pretend_nvml(device):
    """vLLM's own copy of pynvml, loaded ahead of vLLM, which in some releases asks for the platform on import."""
    folder = importlib.util.find_spec("vllm").submodule_search_locations[0] + "/third_party"
    spec = importlib.util.spec_from_file_location("vllm.third_party.pynvml", folder + "/pynvml.py")
    nvml = importlib.util.module_from_spec(spec)
    package = types.ModuleType("vllm.third_party")
    package.__path__ = [folder]
    package.pynvml = nvml
    sys.modules.update({"vllm.third_party": package, "vllm.third_party.pynvml": nvml})
    spec.loader.exec_module(nvml)
    memory = device.memory * GIB

    def handle_by_uuid(uuid):
        known = {f"GPU-{index:04d}": index for index in range(COUNT)}
        if uuid not in known:
            raise nvml.NVMLError(nvml.NVML_ERROR_NOT_FOUND)
        return types.SimpleNamespace(index=known[uuid])

    answers = {
        "nvmlInit": lambda: None,
        "nvmlShutdown": lambda: None,
        "nvmlDeviceGetCount": lambda: COUNT,
        "nvmlDeviceGetHandleByIndex": lambda index: types.SimpleNamespace(index=index),
        "nvmlDeviceGetHandleByUUID": handle_by_uuid,
        "nvmlDeviceGetIndex": lambda handle: handle.index,
        "nvmlDeviceGetCudaComputeCapability": lambda _: device.capability,
        "nvmlDeviceGetName": lambda _: device.name,
        "nvmlDeviceGetUUID": lambda handle: f"GPU-{handle.index:04d}",
        "nvmlDeviceGetMemoryInfo": lambda _: types.SimpleNamespace(total=memory, free=memory - GIB, used=GIB),
        "nvmlDeviceGetP2PStatus": lambda *_: nvml.NVML_P2P_STATUS_OK,
        "nvmlDeviceGetNumaNodeId": lambda _: 0,
        "nvmlDeviceGetPciInfo": lambda handle: types.SimpleNamespace(busId=f"00000000:{handle.index:02d}:00.0"),
        "nvmlSystemGetDriverVersion": lambda: "580.95.05",
        "nvmlSystemGetCudaDriverVersion": lambda: 13000,
    }
    for name, answer in answers.items():
        setattr(nvml, name, answer)


def pretend_triton(device):
    from triton.backends.nvidia import driver

    start = driver.CudaUtils.__init__
    properties = {
        "max_shared_mem": 232448,
        "max_num_regs": 65536,
        "multiprocessor_count": device.processors,
        "warpSize": 32,
        "sm_clock_rate": 1980000,
        "mem_clock_rate": 2619000,
        "mem_bus_width": 5120,
    }

    def patched(self):
        start(self)
        self.get_device_properties = lambda _: properties

    driver.CudaUtils.__init__ = patched
