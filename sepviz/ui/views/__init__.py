"""What several pages show alike: feature maps, kernels, legends, downloads."""
