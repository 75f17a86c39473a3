"""A falling stone, measured at uneven times: from arrays to velocity and acceleration."""

import numpy as np

import dxdt

t = np.array([0.0, 0.5, 0.75, 1.5, 2.0])
height = 100 - 9.81 * t**2 / 2

velocity = dxdt.gradient(height, t, edge_order=2)
acceleration = dxdt.gradient(velocity, t, edge_order=2)
print("acceleration", acceleration.round(6).tolist())

# Instants count as seconds, exact to the nanosecond.
instants = np.datetime64("2024-05-11T08:30:00", "ns") + (t * 1e9).astype("m8[ns]")
print("the same", bool(np.allclose(dxdt.gradient(height, instants, edge_order=2), velocity)))

# Noisy positions: a smooth curve with standard errors.
rng = np.random.default_rng(1)
times = np.arange(200) / 20
positions = np.sin(times) + rng.normal(0, 0.02, len(times))
curve = dxdt.smooth(positions, times)
error = np.abs(curve.velocity - np.cos(times))
print("within two standard errors", f"{np.mean(error < 2 * curve.velocity_err):.0%}")
print("noise", round(curve.noise, 3))
