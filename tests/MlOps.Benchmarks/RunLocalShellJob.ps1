# Runs a line of shell script as a local job, to its end. It has what a training job has: hyperparameters, tags, and a metric.
param([string] $Manifest, [string] $Name, [string] $Line)

$ErrorActionPreference = 'Stop'
Import-Module $Manifest
$job = Start-MlTrainingJob $Name -Provider Local -Command sh, -c, $Line -Hyperparameter ([ordered]@{ lr = 0.1; epochs = 20; dataset = 'even', 'odd' }) `
    -Tag @{ team = 'vision'; project = 'digits' } -Metric @{ val_loss = 'val_loss=(\S+)' } | Wait-MlJob
if ($job.Status -ne 'Succeeded') { throw "The job '$Name' is $($job.Status): $($job.StatusMessage)" }
