"""Programs that sepviz hands out as text: it never imports them or their libraries."""
