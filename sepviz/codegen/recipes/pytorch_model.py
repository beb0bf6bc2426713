"""Make a PyTorch model depthwise separable.

Each standard convolution larger than 1 x 1 becomes two: a depthwise convolution, which
filters every channel by itself, and a 1 x 1 convolution, which mixes the channels.
The new weights are untrained: train or fine-tune the model after the conversion.
"""

import torch
from torch import nn


def make_separable(
    model: nn.Module,
    *,
    minimum_kernel: int = 2,
    initialise: bool = False,
) -> nn.Module:
    """Replace each standard convolution of a model by its depthwise-separable twin.

    They are replaced inside ``model``: convert ``copy.deepcopy(model)`` to keep it too.
    Hooks stay, except those on a replaced layer. Left alone are

    - 1 x 1, grouped, depthwise and transposed convolutions, Conv1d and Conv3d;
    - subclasses of nn.Conv2d with a forward of their own;
    - layers whose weights are computed from others (weight_norm, pruning);
    - lazy layers that have not run yet;
    - layers with complex weights.

    Two layers that share one weight tensor become two twins that share nothing. A twin
    is an nn.Sequential: code that reads ``model.conv.weight`` fails, the weights are in
    ``model.conv[0]`` and ``model.conv[1]``, and ``model.conv[0].bias`` is None.

    Parameters
    ----------
    model : nn.Module
        Any module, also a single nn.Conv2d.
    minimum_kernel : int
        Layers whose larger kernel side is below it are left alone.
    initialise : bool
        If True, start the twins from the depthwise-separable weights nearest to the old
        ones, and print for each layer the residual: the share of the squared weights
        that is lost, from 0 (nothing) to 1 (all). If False, they start at random.

    Returns
    -------
    nn.Module
        The same ``model``; if it is itself a standard convolution, its twin.
    """
    # Each module once, so that a layer used in two places has one twin in both.
    twins: dict[nn.Module, nn.Sequential] = {}
    for path, module in model.named_modules():
        if _is_standard(module, minimum_kernel):
            twins[module] = _twin(module)
            if initialise:
                residual = _project(module, twins[module])
                print(f"{path or 'model'}: residual {residual:.3f}")

    # All places, those of a shared layer too. The list is made before anything changes.
    for path, module in list(model.named_modules(remove_duplicate=False)):
        if path and module in twins:
            parent, _, name = path.rpartition(".")
            setattr(model.get_submodule(parent), name, twins[module])
    return twins.get(model, model)


def _is_standard(module: nn.Module, minimum_kernel: int) -> bool:
    """Tell whether a module is a standard convolution that is large enough."""
    return (
        isinstance(module, nn.Conv2d)
        # A subclass may compute something else.
        and type(module).forward is nn.Conv2d.forward
        and type(module)._conv_forward is nn.Conv2d._conv_forward
        # weight_norm, pruning and the like keep parameters under other names.
        and {name for name, _ in module.named_parameters()} <= {"weight", "bias"}
        and not isinstance(module.weight, nn.parameter.UninitializedParameter)
        and not module.weight.is_complex()
        and module.groups == 1
        # From one channel to one there is nothing to mix: that is depthwise already.
        and (module.in_channels, module.out_channels) != (1, 1)
        and module.kernel_size != (1, 1)
        and max(module.kernel_size) >= minimum_kernel
    )


def _twin(standard: nn.Conv2d) -> nn.Sequential:
    """Make the depthwise-separable layer with the settings of a standard one."""
    c_in, c_out = standard.in_channels, standard.out_channels
    weight, bias = standard.weight, standard.bias
    place = {"device": weight.device, "dtype": weight.dtype}
    # The depthwise half slides over the image, so stride, padding and dilation go here.
    depthwise = nn.Conv2d(
        c_in,
        c_in,
        standard.kernel_size,
        stride=standard.stride,
        padding=standard.padding,
        dilation=standard.dilation,
        groups=c_in,  # one group a channel: no channel sees another
        bias=False,  # the 1 x 1 adds one, a second would change nothing
        padding_mode=standard.padding_mode,
        **place,
    )
    pointwise = nn.Conv2d(c_in, c_out, 1, bias=bias is not None, **place)
    for half in (depthwise, pointwise):
        half.weight.requires_grad_(weight.requires_grad)
    if bias is not None:
        pointwise.bias.requires_grad_(bias.requires_grad)
    return nn.Sequential(depthwise, pointwise).train(standard.training)


@torch.no_grad()
def _project(standard: nn.Conv2d, twin: nn.Sequential) -> float:
    """Start a twin from the nearest weights; return the share of the squares lost."""
    depthwise, pointwise = twin
    # For each input channel a matrix: a row for each place in the kernel, a column for
    # each output channel. A twin can do exactly what matrices of rank 1 do, and the
    # nearest matrix of rank 1 keeps the largest singular value (Eckart, Young 1936).
    matrices = standard.weight.permute(1, 2, 3, 0).flatten(1, 2)
    u, s, vh = torch.linalg.svd(matrices.to("cpu", torch.float64), full_matrices=False)
    root = s[:, :1].sqrt()  # half of the size goes to each of the two kernels
    depthwise.weight.copy_((root * u[:, :, 0]).reshape(depthwise.weight.shape))
    pointwise.weight.copy_((root * vh[:, 0]).T.reshape(pointwise.weight.shape))
    if standard.bias is not None:
        pointwise.bias.copy_(standard.bias)
    total, lost = s.square().sum().item(), s[:, 1:].square().sum().item()
    return lost / total if total else 0.0


if __name__ == "__main__":
    print(make_separable(nn.Sequential(nn.Conv2d(3, 256, 5), nn.ReLU())))
