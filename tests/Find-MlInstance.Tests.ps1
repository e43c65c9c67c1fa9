BeforeAll {
    Import-Module "$PSScriptRoot/SpecHelpers.psm1" -Force
    Enter-SpecHome
    Import-Module "$PSScriptRoot/../MlOps.psd1" -Force
}

AfterAll {
    Exit-SpecHome
}

Describe 'Find-MlInstance' {
    It 'lists every machine, with nothing configured' {
        $all = @(Find-MlInstance)
        $all.Count | Should -BeGreaterThan 100
        $all[0] | Should -BeOfType ([MlOps.MlInstance])
        $all[0].Accelerator | Should -Be ''
    }

    It 'shows what a machine has, in bytes' {
        $machine = Find-MlInstance ml.p4d.24xlarge
        $machine.Provider | Should -Be 'SageMaker'
        $machine.VCpu | Should -Be 96
        $machine.Memory | Should -Be 1152GB
        $machine.Accelerator | Should -Be 'A100'
        $machine.AcceleratorCount | Should -Be 8
        $machine.AcceleratorMemory | Should -Be 40GB
    }

    It 'finds <expected> by <by>' -ForEach @(
        @{ by = 'wildcard'; parameters = @{ InstanceType = 'ml.p4*' }; expected = 'ml.p4d.24xlarge ml.p4de.24xlarge' }
        @{ by = 'several names'; parameters = @{ InstanceType = 'ML.P5.4XLARGE', 'ml.p4d.*', 'ml.p4d*' }; expected = 'ml.p4d.24xlarge ml.p4de.24xlarge ml.p5.4xlarge' }
        @{ by = 'accelerator'; parameters = @{ Accelerator = 'a100' }; expected = 'ml.p4d.24xlarge' }
        @{ by = 'accelerator with its memory'; parameters = @{ Accelerator = 'A100-40GB' }; expected = 'ml.p4d.24xlarge' }
        @{ by = 'wildcard over accelerators'; parameters = @{ Accelerator = 'Trainium*' }; expected = 'ml.trn1.2xlarge ml.trn1.32xlarge ml.trn1n.32xlarge ml.trn2.48xlarge' }
        @{ by = 'number of accelerators'; parameters = @{ Accelerator = 'A10G'; AcceleratorCount = 4 }; expected = 'ml.g5.12xlarge ml.g5.24xlarge' }
        @{ by = 'no accelerators'; parameters = @{ AcceleratorCount = 0; MinimumVCpu = 192; MinimumMemory = 768GB }; expected = 'ml.m7i.48xlarge ml.r7i.48xlarge' }
        @{ by = 'size as text'; parameters = @{ MinimumMemory = '4TB' }; expected = 'ml.p6-b300.48xlarge' }
        @{ by = 'memory of the accelerator'; parameters = @{ AcceleratorCount = 1; MinimumAcceleratorMemory = 80GB; MinimumVCpu = 16; InstanceType = 'ml.p*' }; expected = 'ml.p5.4xlarge' }
    ) {
        (Find-MlInstance -Provider SageMaker @parameters).InstanceType -join ' ' | Should -Be $expected
    }

    It 'lists an accelerator from the smallest machine to the largest' {
        (Find-MlInstance -Accelerator L4).InstanceType -join ' ' |
            Should -Be ('ml.g6.xlarge ml.g6.2xlarge ml.g6.4xlarge ml.g6.8xlarge ml.g6.16xlarge ml.g6.12xlarge ml.g6.24xlarge ml.g6.48xlarge ' +
                'g2-standard-4 g2-standard-8 g2-standard-12 g2-standard-16 g2-standard-32 g2-standard-24 g2-standard-48 g2-standard-96')
    }

    It 'looks up the machines of jobs' {
        $job = [MlOps.MlJob] @{ Provider = 'SageMaker'; Name = 'digits-1'; Id = '1'; InstanceType = 'ml.g5.xlarge' }
        ($job | Find-MlInstance).Accelerator | Should -Be 'A10G'
    }

    It 'lists a machine that takes accelerators or none in every form, and for a job the one that it has' {
        @(Find-MlInstance n1-standard-8 -Provider Vertex).Count | Should -Be 14
        (Find-MlInstance n1-standard-8 -Accelerator T4).AcceleratorCount -join ' ' | Should -Be '1 2 4'
        $job = [MlOps.MlJob] @{ Provider = 'Vertex'; Name = 'digits-1'; Id = '1'; InstanceType = 'n1-standard-8'; Accelerator = 'T4'; AcceleratorCount = 2 }
        ($job | Find-MlInstance).AcceleratorCount | Should -Be 2
        $plain = [MlOps.MlJob] @{ Provider = 'Vertex'; Name = 'digits-2'; Id = '2'; InstanceType = 'n1-standard-8' }
        ($plain | Find-MlInstance).Accelerator | Should -Be ''
    }

    It 'says that there is no such machine, what was probably meant, and finds the others' {
        $found = Find-MlInstance p4d.24xlarge, ml.t3.large -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem.Count | Should -Be 1
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.NotFound,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -Be "Did you mean 'ml.p4d.24xlarge'?"
        $found.InstanceType | Should -Be 'ml.t3.large'
    }

    It 'says that there is no such accelerator' {
        { Find-MlInstance -Accelerator A1000 -ErrorAction Stop } | Should -Throw -ErrorId 'MlOps.NotFound,*'
    }

    It 'lists nothing for a wildcard that fits nothing, and for a machine that is too small' {
        Find-MlInstance 'none*' -ErrorAction Stop | Should -BeNullOrEmpty
        Find-MlInstance ml.t3.large -MinimumVCpu 4 -ErrorAction Stop | Should -BeNullOrEmpty
    }

    It 'says whose machines it knows' {
        Find-MlInstance -Provider Local -ErrorVariable problem -ErrorAction SilentlyContinue
        $problem[0].FullyQualifiedErrorId | Should -BeLike 'MlOps.InvalidArgument,*'
        $problem[0].ErrorDetails.RecommendedAction | Should -BeLike '*SageMaker*'
    }
}

Describe 'Completion of machines' {
    It 'offers <expected> for <line>' -ForEach @(
        @{ line = 'Find-MlInstance ml.p4'; expected = 'ml.p4d.24xlarge ml.p4de.24xlarge' }
        @{ line = 'Find-MlInstance -Accelerator h'; expected = 'H100 H200' }
        @{ line = 'Find-MlInstance -Provider Sage'; expected = 'SageMaker' }
        @{ line = 'Start-MlTrainingJob x -Accelerator A100'; expected = 'A100 A100-80GB' }
        @{ line = 'Start-MlTrainingJob x -Provider SageMaker -InstanceType ml.p5.'; expected = 'ml.p5.4xlarge ml.p5.48xlarge' }
    ) {
        (TabExpansion2 $line $line.Length).CompletionMatches.CompletionText -join ' ' | Should -Be $expected
    }
}
