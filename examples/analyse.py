# Reads a CSV from the workspace with pandas, draws it with matplotlib, and ends with a DataFrame as its value.
# The figure comes back as an image by itself: nothing has to be saved.
import matplotlib.pyplot as plt
import pandas as pd

table = pd.read_csv("/workspace/data/temperatures.csv", index_col="month")
table.plot(marker="o", title="Mean temperature", ylabel="°C")
summary = pd.DataFrame({"mean": table.mean(), "coldest": table.min(), "warmest": table.max()})
print(f"{len(table)} months, {len(table.columns)} places")
summary.round(1)
