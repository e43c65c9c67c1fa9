# Starts the job whose results the archive stands for, and waits for its end.
param([string] $Manifest, [string] $Job)

Import-Module $Manifest
$null = Start-MlTrainingJob $Job -Provider SageMaker -Image 123456789012.dkr.ecr.eu-central-1.amazonaws.com/train:1 | Wait-MlJob
